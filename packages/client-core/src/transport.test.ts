import { expect, test, vi } from "vitest";
import type { ApiDescription } from "./api-description.ts";
import { createApiClient } from "./api-client.ts";
import type { FetchInit } from "./client-options.ts";
import { failureOf } from "./fixtures/failure-of.ts";
import { doneThing, json, serve, testKey, text, workingThing } from "./fixtures/serve.ts";
import { things, type ThingsClient } from "./fixtures/things-api.ts";
import { createValidator } from "./validate.ts";
import { version } from "./version.ts";

const getThing = { params: { path: { id: "thing-1" } } };

const queryKeyed: ApiDescription<ThingsClient> = {
  ...things,
  key: { in: "query", name: "api key", prefix: "v1 " },
  createClient: (options) => createApiClient(queryKeyed, options),
};

test("the user's fetch is called with an address and plain options", async () => {
  const { client, requests } = serve(json({ id: "thing-1" }));
  await client.POST("/v1/things", { body: { text: "a boat" } });
  expect(requests).toEqual([
    {
      url: "https://api.things.example/v1/things",
      init: {
        method: "POST",
        body: '{"text":"a boat"}',
        headers: {
          accept: "application/json",
          "content-type": "application/json",
          "user-agent": `genwait/${version}`,
          "x-api-key": testKey,
        },
        redirect: "manual",
        signal: expect.any(AbortSignal),
      },
    },
  ]);
});

test("a body that is no text is sent as bytes, and a form with its boundary", async () => {
  const { client, requests } = serve(json({ id: "thing-1" }));
  const form = new FormData();
  form.append("text", "a boat");
  await client.POST("/v1/things", { body: { text: "" }, bodySerializer: () => form });
  await client.POST("/v1/things", {
    body: { text: "" },
    bodySerializer: () => new Uint8Array([1, 2]),
    headers: { "content-type": "application/octet-stream" },
  });
  const stream = new ReadableStream({
    start: (controller) => (controller.enqueue(new Uint8Array([3])), controller.close()),
  });
  await client.POST("/v1/things", {
    body: { text: "" },
    bodySerializer: () => stream,
    duplex: "half",
    headers: { "content-type": "video/mp4" },
  });
  const [first, second, third] = requests.map(({ init }) => init);
  expect(first?.body).toBeInstanceOf(ArrayBuffer);
  expect(first?.headers["content-type"]).toMatch(/^multipart\/form-data; boundary=/);
  expect(second?.body).toEqual(new Uint8Array([1, 2]).buffer);
  expect(third?.body).toEqual(new Uint8Array([3]).buffer);
});

test("options that only a platform knows reach the user's fetch, from the call and from a middleware's Request", async () => {
  const { client, requests } = serve(json(workingThing));
  await client.GET("/v1/things/{id}", { ...getThing, credentials: "include", dispatcher: "mine" });
  const middleware = {
    onRequest: ({ request }: { request: Request }) => new Request(request, { mode: "same-origin" }),
  };
  await client.GET("/v1/things/{id}", { ...getThing, middleware: [middleware] });
  expect(requests[0]?.init).toMatchObject({ credentials: "include", dispatcher: "mine" });
  expect(requests[1]?.init).toMatchObject({ mode: "same-origin" });
  expect(requests[1]?.init).not.toHaveProperty("credentials");
});

test("a caller's header does not displace the key, and a User-Agent of the caller's is kept", async () => {
  const headers = { "x-api-key": "theirs", "X-Api-Key": "theirs", "user-agent": "mine/1" };
  const { client, requests } = serve(json(workingThing), { headers });
  await client.GET("/v1/things/{id}", { ...getThing, headers });
  expect(requests[0]?.init.headers).toMatchObject({ "x-api-key": testKey, "user-agent": "mine/1" });
});

test("a key in the query takes the place of a parameter of its name", async () => {
  const { client, requests } = serve(json(workingThing), {}, queryKeyed);
  const query = { "api key": "theirs", a: "b c" };
  const untyped: { request(method: string, path: string, init?: object): Promise<unknown> } = client;
  await untyped.request("get", "/v1/things/{id}", { params: { ...getThing.params, query } });
  expect(requests[0]?.url).toBe(`https://api.things.example/v1/things/thing-1?a=b%20c&api%20key=v1%20${testKey}`);
  const { response } = await client.GET("/v1/things/{id}", getThing);
  expect(response.url).toBe("https://api.things.example/v1/things/thing-1");
});

const elsewhere: readonly [string, string][] = [
  ["another origin", "https://elsewhere.example/v1"],
  ["another port", "https://api.things.example:8443"],
  ["a longer host", "https://api.things.example.evil.example"],
  ["another path", "https://api.things.example/other"],
  ["a longer path", "https://api.things.example/v2beta"],
];

test.for(elsewhere)("a per-call baseUrl that leads to %s gets no key", async ([, baseUrl]) => {
  const own = "https://api.things.example/v2";
  const { client, requests } = serve(json(workingThing), { baseUrl: own });
  await client.GET("/v1/things/{id}", { ...getThing, baseUrl });
  await client.GET("/v1/things/{id}", { ...getThing, baseUrl: `${own}/` });
  expect(requests.map(({ url, init }) => [url, init.headers["x-api-key"]])).toEqual([
    [`${baseUrl}/v1/things/thing-1`, undefined],
    [`${own}/v1/things/thing-1`, testKey],
  ]);
});

test.for(elsewhere)(
  "a middleware's Request, and its options.fetch, that lead to %s get no key",
  async ([, baseUrl]) => {
    const { client, requests } = serve(json(workingThing), { baseUrl: "https://api.things.example/v2" });
    const leading = { onRequest: () => new Request(`${baseUrl}/x`) };
    await client.GET("/v1/things/{id}", { ...getThing, middleware: [leading] });
    client.use({ onRequest: ({ options }) => options.fetch(`${baseUrl}/y`) });
    await client.GET("/v1/things/{id}", getThing);
    client.use({ onRequest: () => new Request("https://api.things.example/v2/../other") });
    await client.GET("/v1/things/{id}", getThing);
    expect(requests).toHaveLength(3);
    expect(requests.map(({ init }) => init.headers["x-api-key"])).toEqual([undefined, undefined, undefined]);
  },
);

test("a request that leads elsewhere needs no key at all", async () => {
  const { client, requests } = serve(json(workingThing), { apiKey: "" });
  await client.GET("/v1/things/{id}", { ...getThing, baseUrl: "https://elsewhere.example" });
  expect(requests).toHaveLength(1);
});

test("a per-call fetch is what sends, never what decides: key, redirects and limits stay", async () => {
  const { client, requests } = serve(json({}));
  const seen: Request[] = [];
  const fetch = async (request: Request): Promise<Response> => {
    seen.push(request);
    return new Response(null, { status: 302, headers: { location: "https://elsewhere.example" } });
  };
  const error = await failureOf(client.GET("/v1/things/{id}", { ...getThing, fetch, redirect: "follow" }));
  expect(error).toMatchObject({ kind: "invalid-response", status: 302 });
  expect(seen.map(({ redirect, headers }) => [redirect, headers.get("x-api-key")])).toEqual([["manual", testKey]]);
  expect(requests).toHaveLength(0);
});

test("redirect cannot be changed by a call or by a middleware", async () => {
  const { client, requests } = serve(json(workingThing));
  const middleware = { onRequest: ({ request }: { request: Request }) => new Request(request, { redirect: "follow" }) };
  await client.GET("/v1/things/{id}", { ...getThing, redirect: "follow", middleware: [middleware] });
  expect(requests[0]?.init.redirect).toBe("manual");
});

test("a Request class of a call's own is refused by name", async () => {
  const { client, requests } = serve(json({}));
  const call = client.GET("/v1/things/{id}", { ...getThing, Request: globalThis.Request });
  await expect(call).rejects.toThrow(/Request must be left out/);
  expect(requests).toHaveLength(0);
});

test("a redirect that the platform hides is an invalid response", async () => {
  const hidden = Object.defineProperties(Response.error(), { type: { value: "opaqueredirect" } });
  const error = await failureOf(serve(() => hidden).client.GET("/v1/things/{id}", getThing));
  expect(error).toMatchObject({ kind: "invalid-response", status: 0 });
  expect(error.message).toContain("the service responded with a redirect");
});

test.for([101, 199, 600, 999])("a status that no Response can have, %i, is an error of the service", async (status) => {
  const odd = Object.defineProperty(new Response("x"), "status", { value: status });
  expect(await failureOf(serve(() => odd).client.GET("/v1/things/{id}", getThing))).toMatchObject({
    kind: "invalid-response",
    status,
  });
});

test.for([204, 205])("a %i has no body to hand up", async (status) => {
  const { client } = serve(text(null, { status }));
  client.use({ onResponse: () => undefined });
  expect((await client.GET("/v1/things/{id}", getThing)).response.status).toBe(status);
});

const endless = (): Response =>
  new Response(new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(1 << 20).fill(32)) }));

test.for<[string, () => Response, number | undefined]>([
  ["16 MiB", endless, undefined],
  ["maxResponseBytes", () => new Response(" ".repeat(101)), 100],
])("a body longer than %s is an invalid response that is not asked for again", async ([, responder, limit]) => {
  const { client } = serve(responder, { maxResponseBytes: limit });
  const error = await failureOf(client.thing("thing-1").poll());
  expect(error).toMatchObject({ kind: "invalid-response", final: true, status: 200 });
  expect(error.excerpt?.length).toBeLessThanOrEqual(500);
  expect(await failureOf(client.startThing({ text: "a" }))).toMatchObject({ final: true, mayHaveStarted: true });
});

test("a body of exactly maxResponseBytes is read", async () => {
  const body = JSON.stringify(workingThing);
  const { client } = serve(text(body), { maxResponseBytes: body.length });
  expect((await client.GET("/v1/things/{id}", getThing)).data).toEqual(workingThing);
});

test("stream, blob and arrayBuffer know no size limit", async () => {
  const { client } = serve(text("x".repeat(1000)), { maxResponseBytes: 100 });
  expect((await client.GET("/v1/things/{id}", { ...getThing, parseAs: "blob" })).data?.size).toBe(1000);
  expect((await client.GET("/v1/things/{id}", { ...getThing, parseAs: "arrayBuffer" })).data?.byteLength).toBe(1000);
});

const breaking = (status: number): Response => {
  const chunks = [new TextEncoder().encode('{"id":"thing-1","sta')];
  const pull = (controller: ReadableStreamDefaultController): void => {
    const chunk = chunks.pop();
    if (chunk === undefined) controller.error(new TypeError("terminated"));
    else controller.enqueue(chunk);
  };
  return new Response(new ReadableStream({ pull }), { status });
};

test("a body that breaks off keeps its beginning", async () => {
  const good = await failureOf(serve(() => breaking(200)).client.GET("/v1/things/{id}", getThing));
  expect(good).toMatchObject({ kind: "network", status: 200, excerpt: '{"id":"thing-1","sta' });
  expect(good.message).toContain("broke in the middle of the response (terminated)");
  const bad = await failureOf(serve(() => breaking(500)).client.GET("/v1/things/{id}", getThing));
  expect(bad).toMatchObject({ kind: "unavailable", status: 500, excerpt: '{"id":"thing-1","sta' });
});

test("a body of a fetch that does not stream is read", async () => {
  const response = {
    status: 200,
    headers: new Headers({ "content-type": "application/json" }),
    arrayBuffer: async () => new TextEncoder().encode(JSON.stringify(doneThing)).buffer,
  };
  const client = things.createClient({ apiKey: testKey, fetch: async () => response });
  expect((await client.thing("thing-1").poll()).state.phase).toBe("succeeded");
  const { data } = await client.GET("/v1/things/{id}", { ...getThing, parseAs: "blob" });
  expect(JSON.parse((await data?.text()) ?? "")).toEqual(doneThing);
});

test("a body is read in the charset that its response names", async () => {
  const bytes = Uint8Array.from(JSON.stringify({ ...workingThing, url: "Z\u00fcrich" }), (character) =>
    character.charCodeAt(0),
  );
  const headers = { "content-type": "application/json; charset=iso-8859-1" };
  const validate = createValidator({ paths: {} });
  const { client, mismatches } = serve(() => new Response(bytes, { headers }), { validate });
  expect((await client.GET("/v1/things/{id}", getThing)).data?.url).toBe("Z\u00fcrich");
  expect(mismatches).toMatchObject([{ pointer: "$response.header.content-type", expected: "UTF-8" }]);
});

test("polls and other GETs are never taken from a cache, unless the call asks for it; creates say nothing of it", async () => {
  const { client, requests } = serve(json(doneThing));
  await client.thing("thing-1").poll();
  await client.GET("/v1/things/{id}", { ...getThing, cache: "force-cache" });
  await client.startThing({ text: "a" });
  expect(requests.map(({ init }) => init.cache)).toEqual(["no-store", "force-cache", undefined]);
});

test("a runtime that refuses the member cache is asked once more without it, and remembered", async () => {
  const caches: unknown[] = [];
  const { client } = serve((_, init) => {
    caches.push(init.cache);
    if ("cache" in init) throw new Error("The 'cache' field on 'RequestInitializerDict' is not implemented.");
    return Response.json(doneThing);
  });
  expect((await client.thing("thing-1").poll()).state.phase).toBe("succeeded");
  await client.thing("thing-1").poll();
  expect(caches).toEqual(["no-store", undefined, undefined]);
});

const failing = (thrown: unknown) => () => {
  throw thrown;
};

test("a bug in the user's own fetch is told as such", async () => {
  const bug = await failureOf(
    serve(failing(new TypeError("x.foo is not a function"))).client.GET("/v1/things/{id}", getThing),
  );
  expect(bug).toMatchObject({ kind: "invalid-request", fault: "caller" });
  expect(bug.message).toBe(
    "Failed to call getThing: the fetch that was given threw TypeError: x.foo is not a function. Correct the input.",
  );
  const lost = await failureOf(serve(failing(new TypeError("fetch failed"))).client.GET("/v1/things/{id}", getThing));
  expect(lost).toMatchObject({ kind: "network" });
  const none: Response = JSON.parse("null");
  const forgot = await failureOf(serve(() => none).client.GET("/v1/things/{id}", getThing));
  expect(forgot.message).toContain("it gave no Response");
});

test("the platform's fetch is looked up at each call", async () => {
  const client = things.createClient({ apiKey: testKey });
  const fetch = vi.fn(async (_url: string, _init: FetchInit) => Response.json(workingThing));
  vi.stubGlobal("fetch", fetch);
  await client.GET("/v1/things/{id}", getThing);
  expect(fetch).toHaveBeenCalledOnce();
});
