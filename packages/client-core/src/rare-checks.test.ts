import { expect, test } from "vitest";
import { integer, number, object, string } from "./checks.ts";
import {
  all,
  any,
  anything,
  bounded,
  isNull,
  items,
  later,
  member,
  members,
  must,
  otherMembers,
  pattern,
  sized,
  typed,
} from "./rare-checks.ts";
import type { Validate } from "./validator.ts";

const found = (check: Validate, value: unknown): readonly string[] =>
  check(value).map(({ pointer, expected }) => `${pointer} ${expected}`);

test.for([[undefined], [null], [0], [{}]])("anything is %j, too", ([value]) => {
  expect(found(anything, value)).toEqual([]);
});

test("one of several types is asked for in words", () => {
  const check = typed("a string or null", string, isNull);
  expect([check("a"), check(null)]).toEqual([[], []]);
  expect(found(check, 1)).toEqual([" a string or null"]);
});

test("all finds what each finds, in order", () => {
  expect(found(all(integer, bounded("maximum", 3)), 4.5)).toEqual([" an integer", " maximum"]);
});

test("any finds nothing where one finds nothing, else what each finds and that none did", () => {
  const check = any(string, object({ a: string }));
  expect([check("x"), check({})]).toEqual([[], []]);
  expect(found(check, { a: 1 })).toEqual([" a string", "/a a string", " anyOf"]);
});

test("a check may contain itself", () => {
  const tree: Validate = object({ left: later(() => tree), value: number }, ["value"]);
  expect(found(tree, { value: 1, left: { value: 2, left: {} } })).toEqual(["/left/left/value a value"]);
});

test.for<[Validate, readonly unknown[], readonly unknown[]]>([
  [bounded("minimum", 1), [1, "0"], [0]],
  [bounded("maximum", 1), [1, null], [2]],
  [bounded("exclusiveMinimum", 1), [2], [1]],
  [bounded("exclusiveMaximum", 1), [0], [1]],
  [sized("minItems", 1), [[0], "", {}], [[]]],
  [sized("maxItems", 1), [[0], "ab"], [[0, 0]]],
  [pattern("^a\\p{L}$"), ["aé", 7], ["a"]],
  [members({ a: string }, ["a"]), [{ a: "" }, [], 1], [{}, { a: 1 }]],
  [items(string), [["a"], "a", {}], [[1]]],
  [must("x/y"), [{ "x/y": 0 }, []], [{}]],
  [member("x/y", string), [{}, { "x/y": "" }, 1], [{ "x/y": 1 }]],
  [otherMembers(["a"], string), [{ a: 1, b: "" }, [1], 1], [{ a: 1, b: 1 }]],
])("%o asks nothing of values that it is not about", ([check, good, bad]) => {
  for (const value of good) expect(found(check, value)).toEqual([]);
  for (const value of bad) expect(found(check, value)).toHaveLength(1);
});

test("the names of members are written as a JSON Pointer writes them", () => {
  expect(found(all(must("a/b"), member("c~d", string), otherMembers(["c~d"], string)), { "c~d": 1, "e/~": 1 })).toEqual(
    ["/a~1b a value", "/c~0d a string", "/e~1~0 a string"],
  );
});
