import { describe, expect, test, vi } from "vitest";
import type { ApiDescription, ApiParameter } from "./api-description.ts";
import { createApiClient } from "./fixtures/plain-client.ts";
import { failureOf } from "./fixtures/failure-of.ts";
import { json, type SentRequest, serve } from "./fixtures/serve.ts";
import { things, type ThingsClient } from "./fixtures/things-api.ts";
import { declaredParameters } from "./parameters.ts";

interface Untyped {
  request(method: string, path: string, init?: object): Promise<unknown>;
}

const untyped = (): { readonly client: Untyped; readonly requests: readonly { readonly url: string }[] } =>
  serve(json({ things: [] }));

test.for<[string, object | undefined, string]>([
  ["no options", undefined, "id is missing"],
  ["no params", {}, "id is missing"],
  ["no path", { params: {} }, "id is missing"],
  ["an undefined id", { params: { path: { id: undefined } } }, "id is missing"],
  ["a null id", { params: { path: { id: null } } }, "id is missing"],
  ["an empty id", { params: { path: { id: "" } } }, 'id cannot be ""'],
  ["the id .", { params: { path: { id: "." } } }, 'id cannot be "."'],
  ["the id ..", { params: { path: { id: ".." } } }, 'id cannot be ".."'],
  ["a lone surrogate", { params: { path: { id: "\ud800" } } }, "id cannot be"],
  ["an empty list", { params: { path: { id: [] } } }, "lead to another path"],
  ["a list of ..", { params: { path: { id: [".."] } } }, "lead to another path"],
])("a path parameter with %s is refused before anything is sent", async ([, init, message]) => {
  const { client, requests } = untyped();
  const error = await failureOf(client.request("get", "/v1/things/{id}", init));
  expect(error).toMatchObject({ kind: "invalid-request", operation: "getThing", fault: "caller" });
  expect(error.message).toContain(message);
  expect(requests).toHaveLength(0);
});

test("a parameter called like a member of every object is missing when it is missing", async () => {
  const { client } = untyped();
  const error = await failureOf(client.request("get", "/v1/{constructor}", { params: { path: {} } }));
  expect(error.message).toContain("constructor is missing");
});

test.for(["a/b", "a?b", "a#b", "%2e%2e", "a b", "{id}", "$&", "\\..\\"])("the id %j stays in its place", async (id) => {
  const { client, requests } = untyped();
  await client.request("get", "/v1/things/{id}", { params: { path: { id } } });
  expect(requests[0]?.url).toBe(`https://api.things.example/v1/things/${encodeURIComponent(id)}`);
});

test.for(["../x", "a/b", "", "..", "%2e%2e", "a?b", "a#b", "..\\x", "//evil.example/a"])(
  "a pathSerializer of the caller's cannot lead elsewhere: %j",
  async (text) => {
    const { client, requests } = untyped();
    const pathSerializer = (path: string): string => path.replace("{id}", text);
    const init = { params: { path: { id: "a" } }, pathSerializer };
    expect((await failureOf(client.request("get", "/v1/things/{id}", init))).message).toContain("lead to another path");
    const away = { ...init, pathSerializer: () => "https://evil.example/v1/things/a" };
    expect((await failureOf(client.request("get", "/v1/things/{id}", away))).kind).toBe("invalid-request");
    expect(requests).toHaveLength(0);
  },
);

test("lists in a path are written as openapi-fetch writes them", async () => {
  const { client, requests } = untyped();
  await client.request("get", "/v1/things/{id}/{.ext}/{;m*}", {
    params: { path: { id: ["a", "b"], ext: "png", m: ["1"] } },
  });
  expect(requests[0]?.url).toBe("https://api.things.example/v1/things/a,b/.png/;m=1");
});

test.for<[object, string]>([
  [{ tag: ["a", "b c"] }, "tag=a&tag=b%20c"],
  [{ ids: ["a", "b"] }, "ids=a,b"],
  [{ spaced: ["a", "b"] }, "spaced=a%20b"],
  [{ piped: ["a", "b"] }, "piped=a|b"],
  [{ filter: { color: "red" } }, "filter[color]=red"],
  [{ range: { from: 1, to: undefined } }, "from=1"],
  [{ raw: "a/b,c" }, "raw=a/b,c"],
  [{ page: 2, tag: [], ids: [null], range: {} }, "page=2"],
  [{ undeclared: ["a"], page: 0 }, "undeclared=a&page=0"],
  [{}, ""],
])("the query %j is written as it is declared", async ([query, search]) => {
  const { client, requests } = untyped();
  await client.request("get", "/v1/things", { params: { query } });
  expect(requests[0]?.url).toBe(`https://api.things.example/v1/things${search && `?${search}`}`);
});

test("a query that no style can write is an invalid request", async () => {
  const error = await failureOf(
    untyped().client.request("get", "/v1/things", { params: { query: { filter: { a: {} } } } }),
  );
  expect(error).toMatchObject({ kind: "invalid-request" });
  expect(error.message).toContain("Deeply-nested");
});

test("a client that is made without declaredParameters writes queries as openapi-fetch does", async () => {
  const requests: string[] = [];
  const fetch = async (url: string): Promise<Response> => (requests.push(url), Response.json({}));
  const client = createApiClient<ThingsClient>(things, { apiKey: "k", fetch });
  await client.GET("/v1/things", { params: { query: { ids: ["a", "b"], filter: { color: "red" } } } });
  expect(requests).toEqual(["https://api.things.example/v1/things?ids=a&ids=b&filter[color]=red"]);
});

test("a required parameter of the query is asked for by name", async () => {
  const { client, requests } = untyped();
  expect((await failureOf(client.request("get", "/v1/tasks"))).message).toContain("task_id is missing");
  await client.request("get", "/v1/tasks", { querySerializer: () => "task_id=a" });
  expect(requests).toHaveLength(1);
});

test("cookie parameters are sent where the platform's fetch can send them, and refused where it cannot", async () => {
  const { client, requests } = serve(json({ things: [] }));
  await client.GET("/v1/things", { params: { cookie: { session: "a b" }, header: { "x-team": "t" } } });
  expect(requests[0]?.init.headers).toMatchObject({ cookie: "session=a%20b", "x-team": "t" });
  // As in a browser, whose Request drops the header.
  vi.stubGlobal(
    "Request",
    class extends Request {
      override get headers(): Headers {
        const headers = new Headers(super.headers);
        headers.delete("cookie");
        return headers;
      }
    },
  );
  const error = await failureOf(client.GET("/v1/things", { params: { cookie: { session: "a" } } }));
  expect(error.message).toContain("the cookie parameter session cannot be sent");
  expect(requests).toHaveLength(1);
});

/** An operation whose parameters are declared like this. */
const declaring = (
  path: string,
  parameters: readonly ApiParameter[],
  headers?: Record<string, string>,
): { readonly client: Untyped; readonly requests: readonly SentRequest[] } => {
  const api: ApiDescription<ThingsClient> = {
    ...things,
    operations: [...things.operations, { id: "styled", method: "GET", path, parameters }],
    createClient: (options) =>
      createApiClient(api, { ...options, ...(headers && { headers }) }, { writers: [declaredParameters] }),
  };
  return serve(json({}), {}, api);
};

describe("a path parameter is written in its style", () => {
  test.for<[Partial<ApiParameter>, unknown, string]>([
    [{}, ["a", "b c"], "a,b%20c"],
    [{ explode: true }, { r: 1, g: 2 }, "r=1,g=2"],
    [{ style: "label" }, "a", ".a"],
    [{ style: "label", explode: true }, ["a", "b"], ".a.b"],
    [{ style: "matrix" }, "a/b", ";id=a%2Fb"],
    [{ style: "matrix" }, ["a", "b"], ";id=a,b"],
    [{ style: "matrix", explode: true }, ["a", "b"], ";id=a;id=b"],
  ])("%j", async ([style, value, text]) => {
    const { client, requests } = declaring("/v2/things/{id}/x", [{ name: "id", in: "path", required: true, ...style }]);
    await client.request("get", "/v2/things/{id}/x", { params: { path: { id: value } } });
    expect(requests[0]?.url).toBe(`https://api.things.example/v2/things/${text}/x`);
  });

  test.for(["", ".", "..", null])("and %j leads nowhere else in any of them", async (id) => {
    for (const style of ["simple", "label", "matrix"]) {
      const { client, requests } = declaring("/v2/{id}", [
        { name: "id", in: "path", required: true, style, explode: true },
      ]);
      expect((await failureOf(client.request("get", "/v2/{id}", { params: { path: { id } } }))).kind).toBe(
        "invalid-request",
      );
      expect(requests).toHaveLength(0);
    }
  });
});

test("lists and objects in headers and cookies are written as OpenAPI writes them", async () => {
  const { client, requests } = declaring("/v2", [
    { name: "X-List", in: "header" },
    { name: "X-Object", in: "header" },
    { name: "X-Exploded", in: "header", explode: true },
    { name: "list", in: "cookie", explode: false },
    { name: "many", in: "cookie" },
  ]);
  const members = { r: 1, g: 2 };
  await client.request("get", "/v2", {
    params: {
      header: { "x-list": ["a", "b"], "X-Object": members, "x-exploded": members, "X-None": undefined },
      cookie: { list: ["a", "b c"], many: [1, 2], plain: "a;b" },
    },
  });
  expect(requests[0]?.init.headers).toMatchObject({
    "x-list": "a,b",
    "x-object": "r,1,g,2",
    "x-exploded": "r=1,g=2",
    cookie: "list=a,b%20c; many=1&many=2; plain=a%3Bb",
  });
});

test.for(["a\r\nX-Evil: 1", "a\nb", "a\u0000b", "\u2603"])(
  "a header that would be another one is refused: %j",
  async (value) => {
    const { client, requests } = declaring("/v2", [{ name: "X-Team", in: "header" }]);
    for (const given of [value, [value], { a: value }])
      expect((await failureOf(client.request("get", "/v2", { params: { header: { "X-Team": given } } }))).kind).toBe(
        "invalid-request",
      );
    expect(requests).toHaveLength(0);
  },
);

describe("a parameter with one legal value", () => {
  const constants: readonly ApiParameter[] = [
    { name: "X-Version", in: "header", required: true, value: "2024-11-06" },
    { name: "space", in: "path", required: true, value: "w 1" },
    { name: "logs", in: "query", required: true, value: 1 },
    { name: "mode", in: "cookie", value: true },
  ];
  const send = async (init?: object, headers?: Record<string, string>): Promise<SentRequest | undefined> => {
    const { client, requests } = declaring("/v2/{space}", constants, headers);
    await client.request("get", "/v2/{space}", init);
    return requests[0];
  };

  test("is sent by itself, in each place", async () => {
    for (const init of [
      undefined,
      {},
      { params: {} },
      { params: { query: { logs: null }, header: { "x-version": undefined } } },
    ])
      expect(await send(init)).toMatchObject({
        url: "https://api.things.example/v2/w%201?logs=1",
        init: { headers: { "x-version": "2024-11-06", cookie: "mode=true" } },
      });
  });

  test("leaves what the caller gives", async () => {
    const params = {
      query: { logs: 0 },
      path: { space: "w2" },
      header: { "x-version": "mine" },
      cookie: { mode: "b" },
    };
    expect(await send({ params })).toMatchObject({
      url: "https://api.things.example/v2/w2?logs=0",
      init: { headers: { "x-version": "mine", cookie: "mode=b" } },
    });
    expect(await send({ headers: { "X-VERSION": "call" } })).toMatchObject({
      init: { headers: { "x-version": "call" } },
    });
    expect(await send(undefined, { "x-version": "client" })).toMatchObject({
      init: { headers: { "x-version": "client" } },
    });
  });
});
