import { expect, test } from "vitest";
import { expectSuccess, isJobFailedError } from "./index.ts";

const failure = { kind: "error", status: "failed", message: "The model is tired." } as const;

test("gives the end of a job that succeeded", () => {
  const end = { phase: "succeeded", body: 1 };
  expect(expectSuccess(end)).toBe(end);
});

test("throws for every other end, and carries it", () => {
  const end = { phase: "failed", failure };
  expect(() => expectSuccess(end)).toThrowErrorMatchingInlineSnapshot(
    `[JobFailedError: Failed to get the job's result: the job failed: The model is tired. See the error's \`end\`.]`,
  );
  expect(() =>
    expectSuccess({ phase: "failed", failure: { kind: "filtered", status: "censored" } }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[JobFailedError: Failed to get the job's result: the job was filtered. See the error's \`end\`.]`,
  );
  try {
    expectSuccess(end);
  } catch (error) {
    expect(isJobFailedError(error) && error.end).toBe(end);
  }
});

test("takes a partial end only when told to", () => {
  const end = { phase: "partial" };
  expect(() => expectSuccess(end)).toThrowErrorMatchingInlineSnapshot(
    `[JobFailedError: Failed to get the job's result: only some of its outputs are good. See the error's \`end\`.]`,
  );
  expect(expectSuccess(end, { allowPartial: true })).toBe(end);
});
