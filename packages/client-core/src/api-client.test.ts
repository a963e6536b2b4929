import { errorKinds } from "@genwait/lifecycle";
import { expect, expectTypeOf, test } from "vitest";
import type { Middleware } from "openapi-fetch";
import { ApiError } from "./api-error.ts";
import { failureOf } from "./fixtures/failure-of.ts";
import { doneThing, json, serve, testKey, text, workingThing } from "./fixtures/serve.ts";

const getThing = { params: { path: { id: "thing-1" } } };

test("GET gives data and response", async () => {
  const { client, requests } = serve(json(doneThing, { headers: { "x-request-id": "request-7" } }));
  const { data, error, response } = await client.GET("/v1/things/{id}", getThing);
  expect(data).toEqual(doneThing);
  expect(error).toBeUndefined();
  expect(response).toBeInstanceOf(Response);
  expect(response.headers.get("x-request-id")).toBe("request-7");
  expect(response.url).toBe("https://api.things.example/v1/things/thing-1");
  expect(requests.map(({ url, init }) => [url, init.method])).toEqual([
    ["https://api.things.example/v1/things/thing-1", "GET"],
  ]);
  expectTypeOf(data).toEqualTypeOf<
    { id: string; status: "working" | "done" | "failed"; url?: string | null; error?: { message: string } } | undefined
  >();
});

test("a bad status with any text is an error, not a rejection", async () => {
  const asJson = await serve(json({ message: "none" }, { status: 404 })).client.GET("/v1/things/{id}", getThing);
  expect(asJson.error).toEqual({ message: "none" });
  expect(asJson.response.status).toBe(404);
  const asText = await serve(text("<html>", { status: 502 })).client.GET("/v1/things/{id}", getThing);
  expect(asText.error).toBe("<html>");
});

test.for(["null", "0", "false", '""'])("a bad status with the body %s has an error that is truthy", async (body) => {
  const { error } = await serve(text(body, { status: 500 })).client.GET("/v1/things/{id}", getThing);
  expect(error).toBe(body);
});

test.for<[string, Parameters<typeof text>, Partial<ApiError>]>([
  ["an empty body with a bad status", ["", { status: 500 }], { kind: "unavailable", status: 500 }],
  [
    "HTML with a good status",
    ["<!doctype html>"],
    { kind: "invalid-response", status: 200, excerpt: "<!doctype html>" },
  ],
  ["half JSON with a good status", ['{"id":'], { kind: "invalid-response", excerpt: '{"id":' }],
  ["a redirect", [null, { status: 302, headers: { location: "/x" } }], { kind: "invalid-response", status: 302 }],
])("%s rejects", async ([, [body, init], facts]) => {
  const error = await failureOf(serve(text(body, init)).client.GET("/v1/things/{id}", getThing));
  expect(error).toMatchObject(facts);
  expect(error.fault).toBe(errorKinds[error.kind].fault);
  expect(error.operation).toBe("getThing");
});

test("204 has neither data nor error", async () => {
  const { client, requests } = serve(text(null, { status: 204 }));
  const { data, error, response } = await client.PATCH("/v1/things/{id}", { ...getThing, body: { name: "boat" } });
  expect([data, error, response.status]).toEqual([undefined, undefined, 204]);
  expect(requests[0]?.init).toMatchObject({ method: "PATCH", body: '{"name":"boat"}' });
});

test("parseAs text, blob, arrayBuffer and stream give what openapi-fetch says", async () => {
  const { client } = serve(text("<xml/>"));
  expect((await client.GET("/v1/things/{id}", { ...getThing, parseAs: "text" })).data).toBe("<xml/>");
  const blob = await client.GET("/v1/things/{id}", { ...getThing, parseAs: "blob" });
  expect(await blob.data?.text()).toBe("<xml/>");
  const bytes = await client.GET("/v1/things/{id}", { ...getThing, parseAs: "arrayBuffer" });
  expect(new TextDecoder().decode(bytes.data)).toBe("<xml/>");
  const stream = await client.GET("/v1/things/{id}", { ...getThing, parseAs: "stream" });
  expect(await new Response(stream.data ?? null).text()).toBe("<xml/>");
});

test("per-call headers, bodySerializer, querySerializer and pathSerializer work as openapi-fetch documents", async () => {
  const { client, requests } = serve(json({ id: "thing-1", things: [] }), { headers: { "x-tenant": "a", "x-b": "b" } });
  await client.POST("/v1/things", {
    body: { text: "a boat" },
    headers: { "x-tenant": "c", "x-b": null, "content-type": "text/csv" },
    bodySerializer: (body) => `text\n${JSON.stringify(body)}`,
  });
  expect(requests[0]?.init).toMatchObject({ body: 'text\n{"text":"a boat"}', headers: { "x-tenant": "c" } });
  expect(requests[0]?.init.headers).not.toHaveProperty("x-b");
  await client.GET("/v1/things", { params: { query: { page: 2 } }, querySerializer: () => "?p=two" });
  await client.GET("/v1/things", {
    params: { query: { tag: ["a", "b"] } },
    querySerializer: { array: { style: "form", explode: false } },
  });
  await client.GET("/v1/things/{id}", { ...getThing, pathSerializer: (path) => path.replace("{id}", "one") });
  expect(requests.slice(1).map(({ url }) => url)).toEqual([
    "https://api.things.example/v1/things?p=two",
    "https://api.things.example/v1/things?tag=a,b",
    "https://api.things.example/v1/things/one",
  ]);
});

test("request takes any method and path, declared or not", async () => {
  const { client, requests } = serve(json({}));
  await client.request("get", "/v1/things/{id}", getThing);
  const untyped: { request(method: string, path: string, init?: object): Promise<unknown> } = client;
  await untyped.request("delete", "/v2/other/{a}", { params: { path: { a: "b/c" } } });
  expect(requests.map(({ url, init }) => [init.method, url])).toEqual([
    ["GET", "https://api.things.example/v1/things/thing-1"],
    ["DELETE", "https://api.things.example/v2/other/b%2Fc"],
  ]);
  await expect(untyped.request("purge", "/v1/things")).rejects.toThrow(TypeError);
});

test("middlewares see the request, in openapi-fetch's order, and can change it", async () => {
  const { client, requests } = serve(json(workingThing));
  const order: string[] = [];
  const named = (name: string): Middleware => ({
    onRequest: ({ request, options, schemaPath }) => {
      order.push(`${name} ${schemaPath} ${options.parseAs} ${request.headers.get("x-api-key")}`);
      request.headers.set(`x-${name}`, "here");
    },
    onResponse: () => {
      order.push(name);
    },
  });
  const [first, second, third] = [named("first"), named("second"), named("third")];
  client.use(first, second);
  client.eject(first);
  await client.GET("/v1/things/{id}", { ...getThing, middleware: [third] });
  expect(order).toEqual(["second /v1/things/{id} json null", "third /v1/things/{id} json null", "third", "second"]);
  expect(requests[0]?.init.headers).toMatchObject({ "x-second": "here", "x-third": "here", "x-api-key": testKey });
});

test("a middleware that is none is refused", () => {
  const use: (...given: never[]) => void = serve(json({})).client.use;
  expect(() => Reflect.apply(use, undefined, [{ onFoo: () => {} }])).toThrow("Middleware must be an object");
});

test("a middleware may give a Response of its own, before or after sending", async () => {
  const { client, requests } = serve(json(workingThing));
  const early: Middleware = { onRequest: () => Response.json(doneThing) };
  expect((await client.GET("/v1/things/{id}", { ...getThing, middleware: [early] })).data).toEqual(doneThing);
  expect(requests).toHaveLength(0);
  const late: Middleware = {
    onResponse: () => new Response("<html>", { status: 200, headers: { "x-request-id": "theirs" } }),
  };
  const error = await failureOf(client.GET("/v1/things/{id}", { ...getThing, middleware: [late] }));
  expect(error).toMatchObject({ kind: "invalid-response", excerpt: "<html>", requestId: "theirs" });
  const refusing: Middleware = { onResponse: () => Response.json({ message: "no" }, { status: 418 }) };
  expect((await client.GET("/v1/things/{id}", { ...getThing, middleware: [refusing] })).error).toEqual({
    message: "no",
  });
});

test.for<[string, (thrown: Error) => Middleware]>([
  ["onRequest", (thrown) => ({ onRequest: () => Promise.reject(thrown) })],
  ["onResponse", (thrown) => ({ onResponse: () => Promise.reject(thrown) })],
])("an exception of a middleware's %s is passed on as it is", async ([, middleware]) => {
  const thrown = new TypeError("mine");
  const { client } = serve(json(workingThing));
  const outcome = client.GET("/v1/things/{id}", { ...getThing, middleware: [middleware(thrown)] });
  await expect(outcome).rejects.toBe(thrown);
  client.use(middleware(thrown));
  await expect(client.thing("thing-1").poll()).rejects.toBe(thrown);
});

test("a middleware's onError sees the ApiError, and may give another error or a Response", async () => {
  const { client } = serve(() => {
    throw new TypeError("fetch failed");
  });
  const mine = new Error("mine");
  const seen: unknown[] = [];
  const replacing: Middleware = {
    onError: ({ error }) => {
      seen.push(error);
      return mine;
    },
  };
  await expect(client.GET("/v1/things/{id}", { ...getThing, middleware: [replacing] })).rejects.toBe(mine);
  expect(seen).toEqual([expect.any(ApiError)]);
  const mending: Middleware = { onError: () => Response.json(workingThing) };
  expect((await client.GET("/v1/things/{id}", { ...getThing, middleware: [mending] })).data).toEqual(workingThing);
});

test("a middleware that reads the body costs nobody the data", async () => {
  const { client } = serve(json(workingThing));
  const seen: unknown[] = [];
  // The last one added is the first to see the response.
  client.use({ onResponse: async ({ response }) => void seen.push(await response.json()) });
  client.use({ onResponse: async ({ response }) => void seen.push(await response.clone().json()) });
  expect((await client.GET("/v1/things/{id}", { ...getThing })).data).toEqual(workingThing);
  expect(seen).toEqual([workingThing, workingThing]);
});

test("a middleware that retries uses options.fetch, also with a request whose body was sent", async () => {
  let sent = 0;
  const { client, requests } = serve(() => Response.json({ id: "thing-1" }, { status: sent++ === 0 ? 503 : 200 }));
  client.use({
    onResponse: ({ request, response, options }) => (response.status === 503 ? options.fetch(request) : undefined),
  });
  const { data } = await client.POST("/v1/things", { body: { text: "a boat" } });
  expect(data).toEqual({ id: "thing-1" });
  expect(requests.map(({ init }) => [init.body, init.headers["x-api-key"]])).toEqual([
    ['{"text":"a boat"}', testKey],
    ['{"text":"a boat"}', testKey],
  ]);
});

test("the client's members are openapi-fetch's, and those of its jobs", () => {
  expect(Object.keys(serve(json({})).client).sort()).toEqual(
    [
      ..."DELETE GET HEAD OPTIONS PATCH POST PUT TRACE".split(" "),
      ..."api batch eject request resume startTask startThing task thing use".split(" "),
    ].sort(),
  );
});

test("what openapi-fetch itself throws for an input is an invalid request, and nothing is sent", async () => {
  const { client, requests } = serve(json({}));
  const circular: { text: string; self?: unknown } = { text: "a" };
  circular.self = circular;
  expect(await failureOf(client.POST("/v1/things", { body: circular }))).toMatchObject({
    kind: "invalid-request",
    mayHaveStarted: false,
  });
  expect(await failureOf(client.GET("/v1/things/{id}", { ...getThing, headers: { "x-a": "\u0000" } }))).toMatchObject({
    kind: "invalid-request",
  });
  expect(requests).toHaveLength(0);
});
