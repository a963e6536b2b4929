import { expect, test } from "vitest";

import { findOutsideReference } from "./references.ts";

test.each([
  [
    "an address",
    { a: { $ref: "https://evil.example/x.json" } },
    { reference: "https://evil.example/x.json", pointer: "/a" },
  ],
  ["a file", { "a/b": [{ $ref: "../secret.json#/x" }] }, { reference: "../secret.json#/x", pointer: "/a~1b/0" }],
  ["a file in an example", { example: { $ref: "/etc/passwd" } }, { reference: "/etc/passwd", pointer: "/example" }],
  ["nothing", { a: { $ref: "" } }, { reference: "", pointer: "/a" }],
  ["a dynamic address", { a: { $dynamicRef: "b.json" } }, { reference: "b.json", pointer: "/a" }],
])("a reference to %s is found", (_, document, found) => {
  expect(findOutsideReference(document)).toEqual(found);
});

test("references within the document, and a property of that name, stay", () => {
  const document: Record<string, unknown> = { a: { $ref: "#/b" }, properties: { $ref: { type: "string" } } };
  document.itself = document;
  expect(findOutsideReference(document)).toBeUndefined();
});
