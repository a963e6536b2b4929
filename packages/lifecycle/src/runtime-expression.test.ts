import { describe, expect, test } from "vitest";
import { type CallFacts, readExpression, valueOfExpression } from "./runtime-expression.ts";

const call: CallFacts = {
  request: {
    path: { id: "a/b", "odd.name": 7 },
    query: { space: ["w1", "w2"], empty: [] },
    header: (name) => (name === "x-team" ? "red" : undefined),
    body: { parent: { id: 3 } },
  },
  response: {
    status: 202,
    body: { id: "t1", urls: { "a/b~c": "https://a.example" } },
    header: (name) => (name === "operation-location" ? "https://b.example" : null),
  },
};

const valueAt = (text: string): unknown => {
  const expression = readExpression(text);
  if (!expression) throw new Error(`${text} is no expression`);
  return valueOfExpression(expression, call);
};

describe("an expression names one value of a call", () => {
  test.each([
    ["$statusCode", 202],
    ["$response.body#/id", "t1"],
    ["$response.body#/urls/a~1b~0c", "https://a.example"],
    ["$response.body", call.response?.body],
    ["$response.body#", call.response?.body],
    ["$response.header.Operation-Location", "https://b.example"],
    ["$response.header.X-None", undefined],
    ["$request.path.id", "a/b"],
    ["$request.path.odd.name", 7],
    ["$request.path.none", undefined],
    ["$request.path.__proto__", undefined],
    ["$request.path.constructor", undefined],
    ["$request.query.space", "w1"],
    ["$request.query.empty", undefined],
    ["$request.header.X-Team", "red"],
    ["$request.body#/parent/id", 3],
    ["$request.body#/none/id", undefined],
  ])("%s", (text, value) => expect(valueAt(text)).toEqual(value));
});

test.each([
  "",
  "$",
  "$url",
  "$method",
  "$response.body.id",
  "$response.body#id",
  "$response.path.id",
  "$response.query.id",
  "$request.path",
  "$request.path.",
  "$request.header#/a",
  "$response.body#/a extra".slice(1),
  " $statusCode",
  "$Response.body#/id",
  "a constant",
  42,
  null,
  undefined,
])("%j is none", (text) => expect(readExpression(text)).toBeUndefined());

test("a call of which nothing is known has no values", () => {
  for (const text of [
    "$statusCode",
    "$response.body#/id",
    "$request.body#/id",
    "$request.query.a",
    "$response.header.a",
  ]) {
    const expression = readExpression(text);
    expect(expression && valueOfExpression(expression, {})).toBeUndefined();
  }
});
