import { expect, test } from "vitest";
import {
  describeValue,
  escapePointerToken,
  isAbsent,
  jsonTypeOf,
  pointerTokens,
  resolvePointer,
} from "./json-pointer.ts";

const document = { data: { "a/b": [{ id: 1 }], "c~d": null }, "": "empty name" };

test.each([
  ["", document],
  ["/data/a~1b/0/id", 1],
  ["/data/c~0d", null],
  ["/", "empty name"],
  ["/data/a~1b/1", undefined],
  ["/data/a~1b/0/id/deeper", undefined],
  ["/data/c~0d/deeper", undefined],
])("%s points to %j", (pointer, value) => {
  expect(resolvePointer(document, pointer)).toEqual(value);
});

test("never reads what an object inherits", () => {
  expect(resolvePointer({}, "/constructor")).toBeUndefined();
  expect(resolvePointer({}, "/__proto__/toString")).toBeUndefined();
});

test("gives the same tokens again for the same pointer", () => {
  expect(pointerTokens("/a~1b/c")).toEqual(["a/b", "c"]);
  expect(pointerTokens("/a~1b/c")).toBe(pointerTokens("/a~1b/c"));
});

test("null is as absent as missing; false, 0 and the empty text are there", () => {
  expect([null, undefined].map(isAbsent)).toEqual([true, true]);
  expect([false, 0, ""].map(isAbsent)).toEqual([false, false, false]);
});

test.each([
  ["a", "string", "a string"],
  [1, "number", "a number"],
  [false, "boolean", "a boolean"],
  [[], "array", "an array"],
  [{}, "object", "an object"],
  [null, undefined, "null"],
  [undefined, undefined, "nothing"],
])("%j is of the type %s and is called %s", (value, type, words) => {
  expect([jsonTypeOf(value), describeValue(value)]).toEqual([type, words]);
});

test("a name is escaped as its pointer reads it", () => {
  expect(pointerTokens(`/${escapePointerToken("a/b~1")}`)).toEqual(["a/b~1"]);
});
