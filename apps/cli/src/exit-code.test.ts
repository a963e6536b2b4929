import { errorKinds } from "@genwait/lifecycle";
import { expect, test } from "vitest";
import { exitCodeMeanings, exitCodeOfError, exitCodes, OutputLostError, worstExitCode } from "./exit-code.ts";

test.each([
  [[0, 2, 0], 2],
  [[2, 1], 1],
  [[1, 3], 3],
  [[3, 5], 5],
  [[5, 4], 4],
  [[4, 74], 74],
  [[74, 130], 130],
  [[130, 64], 64],
  [[], 0],
] as const)("of %j the worst is %i", (codes, worst) => {
  expect(worstExitCode([...codes])).toBe(worst);
});

const { signal } = new AbortController();

test.each(Object.entries(errorKinds))("a call's %s has the code of its row in the table", (kind, { exitCode }) => {
  expect(exitCodeOfError({ kind }, signal)).toBe(exitCode);
});

test("anything unexpected is 5", () => {
  expect(exitCodeOfError(new Error("surprise"), signal)).toBe(5);
});

test("the reason of an abort is Ctrl-C, or that the output is lost", () => {
  const interrupted = AbortSignal.abort();
  expect(exitCodeOfError(interrupted.reason, interrupted)).toBe(130);
  const lost = AbortSignal.abort(new OutputLostError("gone"));
  expect(exitCodeOfError(lost.reason, lost)).toBe(74);
});

test("every code has its meaning, for the help", () => {
  expect(Object.keys(exitCodeMeanings).map(Number)).toEqual(Object.values(exitCodes));
});
