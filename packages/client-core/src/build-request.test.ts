import fc from "fast-check";
import { expect, test } from "vitest";
import { buildRequest, isSegment } from "./build-request.ts";
import type { ApiDescriptor, Operation } from "./api-descriptor.ts";
import { putParameters } from "./put-parameters.ts";

const operation: Operation = {
  id: "touch",
  method: "PUT",
  path: "/v1/{owner}/things/{id}",
  parameters: {
    put: putParameters,
    list: [
      { name: "tag", in: "query" },
      { name: "page", in: "query", required: true },
      { name: "x-team", in: "header" },
    ],
  },
  body: "member",
  answers: {},
};

const inHeader: ApiDescriptor["key"] = { in: "header", name: "X-API-KEY" };

const build = (
  parameters: Record<string, unknown>,
  body?: unknown,
  key: ApiDescriptor["key"] = inHeader,
  secret = "sk-1234",
) => {
  const [url, init] = buildRequest("https://api.things.example/base", key, operation, [parameters, body], secret);
  return { url, init };
};

const regular = { owner: "me", id: "a", page: 1 };

test("puts each parameter in its place, behind the path of the base URL", () => {
  expect(build({ owner: "a/b", id: 7, tag: ["x y", "z&"], page: 2, "x-team": "red" }, { name: "é" }))
    .toMatchInlineSnapshot(`
    {
      "init": {
        "body": "{"name":"é"}",
        "headers": {
          "X-API-KEY": "sk-1234",
          "accept": "application/json",
          "content-type": "application/json",
          "x-team": "red",
        },
        "method": "PUT",
        "redirect": "manual",
      },
      "url": "https://api.things.example/base/v1/a%2Fb/things/7?tag=x%20y&tag=z%26&page=2",
    }
  `);
});

test("sends no body and no content type where there is none", () => {
  const { init } = build(regular);
  expect(init).not.toHaveProperty("body");
  expect(init.headers).not.toHaveProperty("content-type");
});

test("leaves out optional parameters that are null or undefined", () => {
  const { url, init } = build({ ...regular, tag: null, "x-team": undefined });
  expect(url).toBe("https://api.things.example/base/v1/me/things/a?page=1");
  expect(init.headers).not.toHaveProperty("x-team");
});

test.for([[""], ["."], [".."], [undefined], [null], [{}], [["a"]], [true]])("refuses %j in the path", ([id]) => {
  expect(() => build({ ...regular, id })).toThrow(TypeError);
});

test("says what is missing, and what cannot be", () => {
  expect(() => build({ id: "a", page: 1 })).toThrowErrorMatchingInlineSnapshot(`[TypeError: owner is missing]`);
  expect(() => build({ owner: "me", id: "a" })).toThrowErrorMatchingInlineSnapshot(`[TypeError: page is missing]`);
  expect(() => build({ ...regular, id: ".." })).toThrowErrorMatchingInlineSnapshot(`[TypeError: id cannot be ".."]`);
  expect(() => build({ ...regular, "x-team": "a\r\nx-evil: 1" })).toThrowErrorMatchingInlineSnapshot(
    `[TypeError: x-team has a character that no header can carry]`,
  );
});

test("puts the key into the header that the API names, with its prefix", () => {
  const bearer: ApiDescriptor["key"] = { in: "header", name: "authorization", prefix: "Bearer " };
  expect(build(regular, undefined, bearer).init.headers).toMatchObject({
    authorization: "Bearer sk-1234",
  });
});

test("puts the key into the query where the API wants it there", () => {
  const inQuery: ApiDescriptor["key"] = { in: "query", name: "key", put: putParameters };
  expect(build(regular, undefined, inQuery, "a/b").url).toMatch(/\?page=1&key=a%2Fb$/);
});

test("whatever stands in a path parameter, the request goes to the operation's own path", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: "binary" }),
        fc.constantFrom("..", "%2e%2e", "../x", "a/../..", "?x", "#x", "\\..", "{id}"),
      ),
      (id) => {
        fc.pre(isSegment(id) && id.isWellFormed());
        const { pathname, search, hash } = new URL(build({ ...regular, id }).url);
        const [start, last] = [
          pathname.slice(0, "/base/v1/me/things/".length),
          pathname.slice("/base/v1/me/things/".length),
        ];
        expect([start, decodeURIComponent(last), search, hash]).toEqual(["/base/v1/me/things/", id, "?page=1", ""]);
        expect(last).not.toContain("/");
      },
    ),
  );
});
