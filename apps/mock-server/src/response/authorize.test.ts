import { expect, test } from "vitest";

import type { Operation, SecurityScheme } from "../document/operation.ts";
import { createAuthorizer } from "./authorize.ts";

const operation = (...security: (readonly SecurityScheme[])[]): Operation => ({
  name: "get",
  method: "get",
  path: "/",
  deprecated: false,
  parameters: [],
  readsHeaders: false,
  bodyTypes: [],
  callbacks: [],
  responses: [],
  security,
});

const header: SecurityScheme = { type: "apiKey", in: "header", name: "x-key" };
const query: SecurityScheme = { type: "apiKey", in: "query", name: "key" };
const bearer: SecurityScheme = { type: "http", scheme: "bearer" };

test.each<[string, SecurityScheme, Parameters<ReturnType<typeof createAuthorizer>>[0]]>([
  ["a header", header, { headers: { "x-key": "good" }, query: {} }],
  ["the query", query, { headers: {}, query: { key: "good" } }],
  [
    "a cookie",
    { type: "apiKey", in: "cookie", name: "session" },
    { headers: { cookie: "a=b; session=good" }, query: {} },
  ],
  ["a bearer token", bearer, { headers: { authorization: "Bearer good" }, query: {} }],
  ["an OAuth token", { type: "other" }, { headers: { authorization: "bearer good" }, query: {} }],
])("a key in %s is found, and judged where keys are listed", (_, scheme, request) => {
  expect(createAuthorizer([operation([scheme])], undefined)(request)).toEqual({
    key: "good",
    isAdmitted: true,
    hasKey: true,
  });
  expect(createAuthorizer([operation([scheme])], ["good"])(request)).toEqual({
    key: "good",
    isAdmitted: true,
    hasKey: true,
  });
  expect(createAuthorizer([operation([scheme])], ["other"])(request)).toEqual({ isAdmitted: false, hasKey: true });
});

test("basic credentials are listed as user and password", () => {
  const authorize = createAuthorizer([operation([{ type: "http", scheme: "basic" }])], ["ada:secret"]);
  const authorization = `Basic ${Buffer.from("ada:secret").toString("base64")}`;
  expect(authorize({ headers: { authorization }, query: {} }).isAdmitted).toBe(true);
});

test("a Bearer header is no key where a header of its own is wanted", () => {
  const authorize = createAuthorizer([operation([header])], undefined);
  expect(authorize({ headers: { authorization: "Bearer good", "x-key": " " }, query: {} })).toEqual({
    isAdmitted: false,
    hasKey: false,
  });
});

test("one of several alternatives is enough, and all schemes of one are needed", () => {
  const authorize = createAuthorizer([operation([header, bearer], [query])], undefined);
  expect(authorize({ headers: { "x-key": "a" }, query: {} }).isAdmitted).toBe(false);
  expect(authorize({ headers: { "x-key": "a", authorization: "Bearer b" }, query: {} }).key).toBe("a");
  expect(authorize({ headers: {}, query: { key: "c" } }).key).toBe("c");
});

test("without a key routing goes on only where some operation wants none", () => {
  expect(createAuthorizer([operation([header]), operation()], undefined)({ headers: {}, query: {} })).toEqual({
    isAdmitted: true,
    hasKey: false,
  });
});
