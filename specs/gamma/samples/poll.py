# The loop that the vendor publishes for Python, retold in our words: the page "Poll for results",
# https://developers.gamma.app/guides/async-patterns-and-polling, with the same calls in the same order and the same pauses;
# it also asks for a file and downloads it. The contract suite runs it against the mock with only the base URL changed.
import time

import requests

BASE_URL = "https://public-api.gamma.app"
KEY = {"X-API-KEY": "sk-gamma-xxxxx"}


def make_deck(wanted, attempts=60, pause=5):
    started = requests.post(
        f"{BASE_URL}/v1.0/generations", headers={**KEY, "Content-Type": "application/json"}, json=wanted
    )
    started.raise_for_status()
    deck_id = started.json()["generationId"]
    print(f"started {deck_id}")
    for attempt in range(1, attempts + 1):
        time.sleep(pause)
        polled = requests.get(f"{BASE_URL}/v1.0/generations/{deck_id}", headers=KEY)
        polled.raise_for_status()
        deck = polled.json()
        print(f"{attempt}: {deck.get('status')}")
        if deck.get("status") == "completed":
            return deck
        if deck.get("status") == "failed":
            raise RuntimeError(f"it failed: {deck.get('error')}")
    raise TimeoutError("it takes too long")


deck = make_deck(
    {
        "inputText": "Renewable energy for beginners",
        "textMode": "generate",
        "format": "presentation",
        "numCards": 8,
        "exportAs": "pdf",
    }
)
print(f"done: {deck['gammaUrl']}")
with open("deck.pdf", "wb") as file:
    file.write(requests.get(deck["exportUrl"]).content)
