import { inspect } from "node:util";
import { expect, test } from "vitest";
import type { ApiDescriptor } from "./api-descriptor.ts";
import type { ApiClient } from "./client-options.ts";
import { createApiClient } from "./create-api-client.ts";
import { failureOf } from "./fixtures/failure-of.ts";
import { type Answerer, jsonAnswer, serve, textAnswer } from "./fixtures/serve.ts";
import { putParameters } from "./put-parameters.ts";
import { things } from "./fixtures/things-api.ts";

// Characters that an address writes in another way, so that both spellings are looked for.
const key = "sk-test/0a1b+2c3d=";

const withKey = (place: "header" | "query"): ApiDescriptor => {
  const api: ApiDescriptor = {
    ...things,
    key: { in: place, name: "x-key", put: putParameters },
    createClient: (options): ApiClient => createApiClient(api, options),
  };
  return api;
};

/** Everything that a careless program could print of a value. */
const printed = (value: unknown): string =>
  [
    inspect(value, { depth: 12, showHidden: true, getters: true }),
    JSON.stringify(value),
    String(value),
    value instanceof Error
      ? `${value.message} ${value.stack} ${JSON.stringify(value.cause)} ${String(value.cause)}`
      : "",
  ].join("\n");

const expectNoKey = (value: unknown): void => {
  const text = printed(value);
  expect(text).not.toContain(key);
  expect(text).not.toContain(encodeURIComponent(key));
  expect(text).not.toContain("0a1b");
};

const echoes: readonly (readonly [string, Answerer])[] = [
  ["a message that repeats the key", jsonAnswer({ message: `Invalid API key: ${key}` }, { status: 401 })],
  ["a page that repeats the address", (url) => new Response(`<html>${url}</html>`)],
  ["a page in which the key stands where the excerpt ends", textAnswer(`${"x".repeat(495)}${key}`, { status: 500 })],
  [
    "a message in which the key stands where it is cut",
    jsonAnswer({ message: `${"x".repeat(470)}${key}` }, { status: 400 }),
  ],
  ["a body full of keys", textAnswer(`${key} `.repeat(500), { status: 500 })],
  ["an error inside 200 that repeats the key", jsonAnswer({ err: { reason: `bad ${key}` } })],
  ["a header that repeats the key", textAnswer("", { status: 500, headers: { "x-request-id": key } })],
  ["a redirect that repeats the address", (url) => new Response(null, { status: 302, headers: { location: url } })],
  [
    "an error of the platform that holds the request",
    (url, init) => {
      const cause = Object.assign(new Error(`invalid header ${key}`), { code: "UND_ERR", request: { url, init } });
      throw Object.assign(new TypeError(`Failed to fetch ${url}`, { cause }), { init });
    },
  ],
  [
    "a text thrown in place of an error",
    (url) => {
      throw url;
    },
  ],
];

for (const place of ["header", "query"] as const) {
  for (const [name, answerer] of echoes) {
    test(`${name} shows no key that travels in the ${place}`, async () => {
      const { client } = serve(withKey(place), answerer, { apiKey: key });
      expectNoKey(await failureOf(client.call("getThing", { id: "thing-1" })));
      expectNoKey(await failureOf(client.start("createThing", { text: "a boat" })));
      expectNoKey(await failureOf(client.job("thing", "thing-1").read({ signal: new AbortController().signal })));
      expectNoKey(client);
    });
  }
}

test("a key longer than an excerpt is not shown in part", async () => {
  const long = `sk-${"0a1b".repeat(300)}`;
  const { client } = serve(withKey("header"), textAnswer(`${"x".repeat(400)}${long}`, { status: 500 }), {
    apiKey: long,
  });
  expectNoKey(await failureOf(client.call("getThing", { id: "thing-1" })));
});

test("a request's time-out shows no key", async () => {
  const { client } = serve(withKey("query"), () => new Promise(() => {}), { apiKey: key });
  expectNoKey(await failureOf(client.call("getThing", { id: "thing-1" })));
});

test("a client, its jobs and what they save show no key", async () => {
  const { client } = serve(withKey("query"), jsonAnswer({ id: "thing-1" }), { apiKey: key });
  const { job } = await client.start("createThing", { text: "a boat" });
  expectNoKey(client);
  expectNoKey(job);
  expectNoKey(job.toJSON());
  expectNoKey({ client, job, identity: job.identity, paceGroup: job.paceGroup });
});

test("a departure shows no key", async () => {
  const { client, departures } = serve(
    withKey("header"),
    textAnswer('{"id":"thing-1"}', { headers: { "content-type": `text/${key}` } }),
    { apiKey: key },
  );
  await client.call("getThing", { id: "thing-1" });
  expect(departures).toHaveLength(2);
  expectNoKey(departures);
});

test("a key that no header can carry is not shown by the error that says so", async () => {
  const { client, requests } = serve(withKey("header"), jsonAnswer({}), { apiKey: `${key}\n${key}` });
  expectNoKey(await failureOf(client.call("getThing", { id: "thing-1" })));
  expect(requests).toEqual([]);
});
