import { expect, test } from "vitest";
import { parseDuration } from "./duration.ts";

test.each([
  ["250ms", 250],
  ["0s", 0],
  ["1.5s", 1500],
  ["10m", 600_000],
  ["2h", 7_200_000],
])("%s is %i milliseconds", (text, expected) => {
  expect(parseDuration(text)).toBe(expected);
});

test.each(["", "5", "s", "-1s", "5 s", "1e3s", "5d", "NaNms"])("%j is no time", (text) => {
  expect(() => parseDuration(text)).toThrow(TypeError);
});

test("says what is wrong and what to write", () => {
  expect(() => parseDuration("5 sec")).toThrowErrorMatchingInlineSnapshot(
    `[TypeError: Failed to read the time "5 sec": it is no number with a unit. Write 250ms, 5s, 10m or 2h.]`,
  );
});
