import { expect, test } from "vitest";
import { entry } from "./entry.ts";

test("gives what the table has under a name", () => {
  expect(entry({ one: 1 }, "one")).toBe(1);
});

test("refuses a name that the table does not have, and lists those it has", () => {
  expect(() => entry({ one: 1, two: 2 }, "three")).toThrowErrorMatchingInlineSnapshot(
    `[TypeError: Failed to find "three": the API has none of that name. Use one of one, two.]`,
  );
});

test("knows nothing of what every object has", () => {
  expect(() => entry({}, "constructor")).toThrow(TypeError);
});
