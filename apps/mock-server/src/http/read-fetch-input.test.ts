import { expect, test } from "vitest";

import { readFetchInput } from "./read-fetch-input.ts";

const address = "http://x.example/a?b=1";

const cases: readonly [string, string | URL | Request, RequestInit?][] = [
  ["an address alone", address],
  ["an URL object", new URL(address)],
  ["headers of any kind", address, { headers: [["X-Key", "1"]] }],
  ["a body of text", address, { method: "POST", body: "text" }],
  ["a body of JSON", address, { method: "PUT", body: "{}", headers: { "Content-Type": "application/json" } }],
  ["a method in small letters", address, { method: "post", body: "x" }],
  ["form data", address, { method: "POST", body: new URLSearchParams({ a: "1" }) }],
  ["a body of bytes", address, { method: "POST", body: new TextEncoder().encode("bytes") }],
  ["a Request", new Request(address, { method: "POST", body: "x", headers: { "X-Key": "1" } })],
  ["a Request with other headers", new Request(address, { headers: { "X-Key": "1" } }), { headers: { "X-Key": "2" } }],
];

test.each(cases)("%s is read as a Request reads it", async (_, input, init) => {
  const request = new Request(input instanceof Request ? input.clone() : input, init);
  expect(await readFetchInput(input, init)).toMatchObject({
    url: request.url,
    method: request.method,
    headers: Object.fromEntries(request.headers),
    body: await request.text(),
  });
});

test.each<[string, string, RequestInit?]>([
  ["an address that is none", "nowhere"],
  ["a body where there can be none", address, { method: "GET", body: "x" }],
  ["a method that fetch forbids", address, { method: "TRACE" }],
])("%s is refused with a TypeError, as fetch does", async (_, input, init) => {
  await expect(readFetchInput(input, init)).rejects.toThrow(TypeError);
});

test("the caller's own signal is kept, and not the copy that a Request makes", async () => {
  const { signal } = new AbortController();
  expect((await readFetchInput(address, { signal })).signal).toBe(signal);
  const request = new Request(address, { signal });
  expect((await readFetchInput(request)).signal).toBe(request.signal);
});
