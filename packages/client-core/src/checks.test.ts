import { expect, test } from "vitest";
import { boolean, integer, list, number, object, string } from "./checks.ts";
import type { Validate } from "./validator.ts";

const found = (check: Validate, value: unknown): readonly string[] =>
  check(value).map(({ pointer, expected }) => `${pointer} ${expected}`);

test.for<[Validate, unknown, unknown, string]>([
  [string, "", 1, "a string"],
  [number, 1.5, "1", "a number"],
  [boolean, false, 0, "a boolean"],
  [integer, 7, 7.5, "an integer"],
  [list(string), [], {}, "a list"],
  [object({}), {}, [], "an object"],
  [object({}), {}, null, "an object"],
])("%o takes %j, and says of %j that it is not %s", ([check, good, bad, expected]) => {
  expect(found(check, good)).toEqual([]);
  expect(found(check, bad)).toEqual([` ${expected}`]);
});

test("an object names what is missing first, then what departs, each by its place", () => {
  const check = object({ n: integer, tags: list(string), inner: object({ a: boolean }, ["a", "b"]) }, ["id", "n"]);
  expect(found(check, { n: "1", tags: ["x", 1, null], inner: { a: 0 }, more: true })).toEqual([
    "/id a value",
    "/n an integer",
    "/tags/1 a string",
    "/tags/2 a string",
    "/inner/b a value",
    "/inner/a a boolean",
  ]);
});

test("a member that is there must be what it is, null included", () => {
  expect(found(object({ a: string }), { a: null })).toEqual(["/a a string"]);
  expect(found(object({ a: string }), { a: undefined })).toEqual([]);
});
