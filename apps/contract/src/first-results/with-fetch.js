// What a page or any program with fetch does: creates a job, polls it until its files are there, and downloads them.
// A script of its own, and not a module: a page takes it as it is.

/** The values at a JSON Pointer; `*` stands for every element of a list. */
const valuesAt = (value, pointer) =>
  pointer
    .split("/")
    .slice(1)
    .reduce(
      (found, token) =>
        token === "*" ? found.flat() : found.map((one) => one?.[token]).filter((one) => one !== undefined),
      [value],
    );

const callJson = async (url, init) => {
  const response = await fetch(url, init);
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return response.json();
};

/** Gives each file as its extension and its bytes in base64. */
// oxlint-disable-next-line no-unused-vars -- whoever loads this script calls it
async function getFiles({ create, headers, id, status, files }) {
  const body = JSON.stringify(create.body);
  const sent = { ...headers, "content-type": "application/json" };
  const created = await callJson(create.url, { method: create.method, headers: sent, body });
  const url = status.url.replace("{id}", encodeURIComponent(valuesAt(created, id)[0]));
  for (let poll = 0; poll < 60; poll++) {
    const state = await callJson(url, { method: status.method, headers });
    const addresses = files.map((pointer) => valuesAt(state, pointer));
    if (addresses.every((found) => found.length > 0 && found.every(Boolean)))
      return Promise.all(addresses.flat().map(download));
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("It is not over yet.");
}

const download = async (address) => {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  return { name: new URL(address).pathname.split(".").at(-1), base64: btoa(String.fromCharCode(...bytes)) };
};
