"""Creates a job, polls it until its files are there, and downloads them into the current folder, with nothing but requests.

Reads the plan as JSON on stdin, and prints the name of each file.
"""

import json
import sys
import time
from urllib.parse import quote, urlsplit

import requests


def values_at(value, pointer):
    """The values at a JSON Pointer; `*` stands for every element of a list."""
    found = [value]
    for token in pointer.split("/")[1:]:
        name = token.replace("~1", "/").replace("~0", "~")
        if token == "*":
            found = [element for one in found if isinstance(one, list) for element in one]
        else:
            found = [one[name] for one in found if isinstance(one, dict) and name in one]
    return found


def call(method, url, **more):
    response = requests.request(method, url, timeout=30, **more)
    response.raise_for_status()
    return response


def main():
    plan = json.load(sys.stdin)
    create = plan["create"]
    created = call(create["method"], create["url"], headers=plan["headers"], json=create["body"]).json()
    job_id = values_at(created, plan["id"])[0]
    status_url = plan["status"]["url"].replace("{id}", quote(str(job_id), safe=""))
    for _ in range(60):
        body = call(plan["status"]["method"], status_url, headers=plan["headers"]).json()
        addresses = [values_at(body, pointer) for pointer in plan["files"]]
        if all(addresses) and all(one for found in addresses for one in found):
            break
        time.sleep(0.1)
    else:
        raise TimeoutError(f"{job_id} is not over yet")
    for number, address in enumerate(one for found in addresses for one in found):
        name = f"{number}.{urlsplit(address).path.rsplit('.', 1)[-1]}"
        with open(name, "wb") as file:
            file.write(call("GET", address).content)
        print(name)


main()
