import { errorKinds } from "@genwait/lifecycle";
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

test.each(Object.entries(errorKinds))("a call's %s has the code of its row in the table", (kind, { exitCode }) => {
  expect(exitCodeOfError({ kind })).toBe(exitCode);
});

test("anything unexpected is 5", () => {
  expect(exitCodeOfError(new Error("surprise"))).toBe(5);
});
