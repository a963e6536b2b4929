import { inspect } from "node:util";
import { expect, test, vi } from "vitest";
import type { ApiDescription } from "./api-description.ts";
import { createApiClient } from "./api-client.ts";
import { failureOf } from "./fixtures/failure-of.ts";
import { doneThing, json, type Responder, serve, text } from "./fixtures/serve.ts";
import { things, type ThingsClient } from "./fixtures/things-api.ts";
import { redactedCause, redactorOf } from "./key.ts";
import { createValidator } from "./validate.ts";

const getThing = { params: { path: { id: "thing-1" } } };

const keysSent = async (options: Parameters<typeof serve>[1]): Promise<unknown[]> => {
  const { client, requests } = serve(json(doneThing), options);
  await client.GET("/v1/things/{id}", getThing);
  await client.GET("/v1/things/{id}", getThing);
  return requests.map(({ init }) => init.headers["x-api-key"]);
};

test("a key is a text, a function that is asked at each request, or the environment's", async () => {
  let count = 0;
  expect(await keysSent({ apiKey: "  key-1\n" })).toEqual(["key-1", "key-1"]);
  expect(await keysSent({ apiKey: () => `key-${++count}` })).toEqual(["key-1", "key-2"]);
  expect(await keysSent({ apiKey: async () => "key-3" })).toEqual(["key-3", "key-3"]);
  vi.stubEnv("THINGS_API_KEY", "key-4");
  expect(await keysSent({ apiKey: undefined })).toEqual(["key-4", "key-4"]);
});

test("null sends no key, and leaves a header of the caller's", async () => {
  expect(await keysSent({ apiKey: null })).toEqual([undefined, undefined]);
  expect(await keysSent({ apiKey: () => null })).toEqual([undefined, undefined]);
  expect(await keysSent({ apiKey: null, headers: { "x-api-key": "mine" } })).toEqual(["mine", "mine"]);
});

test.for<[string, Parameters<typeof serve>[1]]>([
  ["no key", { apiKey: undefined }],
  ["an empty key", { apiKey: " " }],
  ["a function that gives nothing", { apiKey: () => "" }],
  ["a key with a line feed", { apiKey: "a\nb" }],
  ["a key with an umlaut", { apiKey: "schl\u00fcssel" }],
  ["a function that throws", { apiKey: () => Promise.reject(new Error("the vault is shut")) }],
])("%s is unauthorized before anything is sent", async ([, options]) => {
  const { client, requests } = serve(json({}), options);
  const error = await failureOf(client.startThing({ text: "a" }));
  expect(error).toMatchObject({ kind: "unauthorized", fault: "caller", mayHaveStarted: false });
  expect(error.message).toMatch(/Check THINGS_API_KEY or apiKey\.$/);
  expect(requests).toHaveLength(0);
});

// Characters that an address, JSON and HTML write in another way, so that each spelling is looked for.
const key = 'sk/0a1b+"2c3d\\4e<5f&6g=';

const withKey = (place: "header" | "query"): ApiDescription<ThingsClient> => {
  const api: ApiDescription<ThingsClient> = {
    ...things,
    key: { in: place, name: "x-key" },
    createClient: (options) => createApiClient(api, options),
  };
  return api;
};

test("a key that brings its prefix does not get it twice, and is hidden without it, too", async () => {
  const api: ApiDescription<ThingsClient> = {
    ...things,
    key: { in: "header", name: "Authorization", prefix: "Key " },
    createClient: (options) => createApiClient(api, options),
  };
  for (const [given, sent] of [
    ["abcd-1234", "Key abcd-1234"],
    ["Key abcd-1234", "Key abcd-1234"],
    [" Key  abcd-1234\n", "Key abcd-1234"],
    ["Keyabcd-1234", "Key Keyabcd-1234"],
  ] as const) {
    const { client, requests } = serve(
      json({ message: `bad ${sent.slice(4)}` }, { status: 401 }),
      { apiKey: given },
      api,
    );
    const error = await failureOf(client.thing("a").poll());
    expect(requests[0]?.init.headers["authorization"]).toBe(sent);
    expect(error.message).not.toContain("abcd-1234");
  }
  for (const apiKey of ["Key", "Key "]) {
    const { client, requests } = serve(json({}), { apiKey }, api);
    expect((await failureOf(client.thing("a").poll())).kind).toBe("unauthorized");
    expect(requests).toHaveLength(0);
  }
});

/** Everything that a careless program could print of a value. */
const printed = (value: unknown): string =>
  [
    inspect(value, { depth: 12, showHidden: true, getters: true }),
    JSON.stringify(value),
    String(value),
    ...(value instanceof Error ? [value.message, value.stack, JSON.stringify(value.cause), String(value.cause)] : []),
  ].join("\n");

const expectNoKey = (value: unknown): void => {
  const text = printed(value);
  expect(text).not.toContain(key);
  expect(text).not.toContain(encodeURIComponent(key));
  expect(text).not.toMatch(/0a1b|2c3d|4e.{0,5}5f|6g/);
};

const slashes = JSON.stringify(key).replaceAll("/", "\\/");
const unicode = Array.from(key, (each) => `\\u00${each.charCodeAt(0).toString(16).toUpperCase()}`).join("");
const html = key.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&#34;").replaceAll("/", "&#x2F;");

const echoes: readonly (readonly [string, Responder])[] = [
  ["a message that repeats it", json({ message: `Invalid API key: ${key}` }, { status: 401 })],
  ["JSON with \\/", text(`{"message":${slashes}}`, { status: 401 })],
  ["JSON with \\u", text(`{"message":"${unicode}"}`, { status: 401 })],
  ["JSON within JSON", json({ error: JSON.stringify({ message: slashes }) }, { status: 401 })],
  ["HTML", text(`<p>${html}</p>`, { status: 403 })],
  ["HTML with 200", text(`<p>${html}</p>`)],
  ["the address", (url) => new Response(`<html>${url}</html>`)],
  ["the address, encoded twice", (url) => new Response(`<html>${encodeURIComponent(url)}</html>`)],
  ["a text that the excerpt cuts", text(`${"x".repeat(495)}${key}`, { status: 500 })],
  ["a message that is cut", json({ message: `${"x".repeat(490)}${key}` }, { status: 400 })],
  ["a body full of keys", text(`${key} `.repeat(5000), { status: 500 })],
  ["an error inside 200", json({ id: null, err: { reason: `bad ${key}` } })],
  ["a success that lacks its field", json({ id: null, status: "done", note: key })],
  ["a header", text("", { status: 500, headers: { "x-request-id": key } })],
  ["a redirect", (url) => new Response(null, { status: 302, headers: { location: url } })],
  [
    "an error of the platform that holds the request",
    (url, init) => {
      const cause = Object.assign(new Error(`invalid header ${key}`), { code: "UND_ERR", request: { url, init } });
      throw Object.assign(new TypeError(`Failed to fetch ${url}`, { cause }), { init });
    },
  ],
  [
    "a text thrown in place of an error",
    (url, init) => {
      throw `${url} ${JSON.stringify(init.headers)}`;
    },
  ],
  ["no response", () => new Promise(() => {})],
];

for (const place of ["header", "query"] as const)
  test.for(echoes)(
    `no error and no middleware shows a key that travels in the ${place} and comes back in %s`,
    async ([, responder]) => {
      const { client, clock } = serve(responder, { apiKey: key, timeoutMs: 1000 }, withKey(place));
      const seen: unknown[] = [];
      client.use({
        onRequest: ({ request, options }) => void seen.push(request.url, [...request.headers], options),
        onResponse: async ({ response }) => {
          seen.push(
            response.url,
            [...response.headers].filter(([name]) => name !== "x-request-id"),
          );
          if (!response.ok) seen.push(await response.clone().text());
        },
        onError: ({ error }) => void seen.push(error),
      });
      expectNoKey(await failureOf(client.startThing({ text: "a boat" })));
      expectNoKey(await failureOf(client.thing("thing-1").poll()));
      const raw = await client.GET("/v1/things/{id}", getThing).catch((error: unknown) => ({ error }));
      expectNoKey(raw.error);
      expectNoKey(seen);
      expectNoKey([client, clock.pending()]);
    },
  );

test("a key longer than an excerpt is not shown in part", async () => {
  const long = `sk-${"0a1b".repeat(300)}`;
  const { client } = serve(text(`${"x".repeat(400)}${long}`, { status: 500 }), { apiKey: long });
  expectNoKey(await failureOf(client.thing("thing-1").poll()));
});

test("a client, its jobs and what they save show no key", async () => {
  const { client } = serve(json({ id: "thing-1" }), { apiKey: key }, withKey("query"));
  const { job } = await client.startThing({ text: "a boat" });
  expectNoKey({ client, job, saved: job.toJSON(), identity: job.identity, group: job.rateLimitGroup });
});

test("a schema mismatch shows no key", async () => {
  const headers = { "content-type": `text/${"0a1b2c3d"}` };
  const validate = createValidator({ paths: {} });
  const { client, mismatches } = serve(json(doneThing, { headers }), { apiKey: "0a1b2c3d", validate });
  await client.thing("thing-1").poll();
  expect(mismatches).toHaveLength(1);
  expectNoKey(mismatches);
});

test("a key that cannot be sent is not shown by the error that says so", async () => {
  const { client } = serve(json({}), { apiKey: `${key}\n${key}` });
  expectNoKey(await failureOf(client.thing("thing-1").poll()));
});

test("a text too short to be a secret tears no words apart", () => {
  expect(redactorOf("abc")("abc abcde")).toBe("abc abcde");
  expect(redactorOf("abcd")("abc abcde")).toBe("abc [key]e");
});

test.for(["\\", "\\u00", "%25", "&#0", "a"])("a long text of nothing but %j is searched in linear time", (piece) => {
  const long = piece.repeat(200_000);
  for (const secret of ["\\\\\\\\key", "%%%%%%key", "aaaaaaaaaaaab"]) expect(redactorOf(secret)(long)).toBe(long);
});

test("a cause is copied with name, message, code and stack, and nothing else", () => {
  const root = Object.assign(new Error("connect to sk-1234"), { code: "ECONNREFUSED", secret: "sk-1234" });
  const copy = redactedCause(new TypeError("fetch failed", { cause: root }), redactorOf("sk-1234"));
  expect(copy).toMatchObject({ name: "TypeError", message: "fetch failed", code: "ECONNREFUSED" });
  expect(copy.cause).toMatchObject({ message: "connect to [key]", code: "ECONNREFUSED" });
  expect(inspect(copy, { depth: 9 })).not.toContain("sk-1234");
});

test("causes that lead back to themselves end", () => {
  const error = new Error("loop");
  error.cause = error;
  expect(redactedCause(error, String)).toBeInstanceOf(Error);
});
