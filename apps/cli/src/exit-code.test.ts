import { expect, test } from "vitest";
import { exitCodeOfError, worstExitCode } from "./exit-code.ts";

test.each([
  [[0, 2, 0], 2],
  [[2, 1], 1],
  [[1, 3], 3],
  [[3, 5], 5],
  [[5, 4], 4],
  [[4, 130], 130],
  [[130, 64], 64],
  [[], 0],
] as const)("of %j the worst is %i", (codes, worst) => {
  expect(worstExitCode([...codes])).toBe(worst);
});

test.each([
  ["unauthorized", 4],
  ["insufficient-credits", 4],
  ["forbidden", 4],
  ["not-found", 4],
  ["rejected", 4],
  ["invalid-request", 4],
  ["rate-limited", 5],
  ["unavailable", 5],
  ["network", 5],
  ["call-timeout", 5],
  ["contract", 5],
])("a call's %s is %i", (kind, code) => {
  expect(exitCodeOfError({ kind })).toBe(code);
});

test("anything unexpected is 5", () => {
  expect(exitCodeOfError(new Error("surprise"))).toBe(5);
});
