import { expect, test } from "vitest";

import { isWithin, removeAt, setAt } from "./edit-pointer.ts";

test("a value is put where the pointer says, with the parents it needs", () => {
  expect(setAt({ a: 1 }, "/b/c", 2)).toEqual({ a: 1, b: { c: 2 } });
  expect(setAt({ list: [{ x: 1 }] }, "/list/0/x", 2)).toEqual({ list: [{ x: 2 }] });
  expect(setAt(null, "/a~1b", 1)).toEqual({ "a/b": 1 });
  expect(setAt({ a: 1 }, "", 2)).toBe(2);
});

test("a member called __proto__ is a member", () => {
  const made = setAt({}, "/__proto__/polluted", true);
  expect(Object.hasOwn(Object(made), "__proto__")).toBe(true);
  expect(Reflect.get({}, "polluted")).toBeUndefined();
});

test("a member is taken away, and nothing happens where there is none", () => {
  expect(removeAt({ a: { b: 1, c: 2 } }, "/a/b")).toEqual({ a: { c: 2 } });
  expect(removeAt({ a: [1, 2] }, "/a/0")).toEqual({ a: [2] });
  expect(removeAt({ a: 1 }, "/x/y")).toEqual({ a: 1 });
});

test("a pointer is within itself and what it leads through, not within what only begins alike", () => {
  expect([isWithin("/a/b", "/a"), isWithin("/a", "/a"), isWithin("/ab", "/a")]).toEqual([true, true, false]);
});
