import { fails, pending } from "./fixtures/scripted-job.ts";
import { rejectionOf, setUp } from "./fixtures/setup.ts";
import { expectSuccess, isJobFailedError, isWaitError } from "./index.ts";
import { expect, test } from "vitest";

test("has the job, how to go on, and what was seen", async () => {
  const { poller, job } = setUp();
  const waited = job([pending, pending, fails("rate-limited"), pending]);
  const error = await rejectionOf(poller.wait(waited, { timeoutMs: 30_000 }));
  expect(error).toMatchInlineSnapshot(
    `[WaitError: Failed to wait for things thing "job-1": timeout after 7 polls in 30000 ms (6 pending, 1 rate-limited): last seen pending. The job may still be running and billed. Wait for the same id again, and start no other.]`,
  );
  expect(error).toMatchObject({
    name: "WaitError",
    job: waited,
    lastState: { phase: "pending" },
    responseCounts: { pending: 6, "rate-limited": 1 },
    elapsedMs: 30_000,
  });
  expect(JSON.parse(JSON.stringify(error))).toMatchObject({ job: { api: "things", id: "job-1" }, reason: "timeout" });
});

test("is known as one across two copies of the package", async () => {
  const { poller, job } = setUp();
  const error = await rejectionOf(poller.wait(job([fails("forbidden")])));
  expect(isWaitError(error)).toBe(true);
  const foreign = Object.assign(new Error("of another copy"), {
    name: "WaitError",
    reason: "timeout",
    job: {},
    responseCounts: {},
  });
  expect(isWaitError(foreign)).toBe(true);
  expect([new Error("no"), undefined, "timeout", { name: "WaitError" }].some(isWaitError)).toBe(false);
});

test("prints how many polls there were in a sentence", async () => {
  const { poller, job } = setUp();
  expect(
    String(await rejectionOf(poller.wait(job([{ hangs: "for ever" }]), { timeoutMs: 1000, pollTimeoutMs: 5000 }))),
  ).toMatchInlineSnapshot(
    `"WaitError: Failed to wait for things thing "job-1": timeout after 1 poll in 1000 ms: no poll was answered. The job may still be running and billed. Wait for the same id again, and start no other."`,
  );
});

const failure = { kind: "error", status: "failed", message: "The model is tired." } as const;

test("gives the result of a job that succeeded", () => {
  const result = { phase: "succeeded", body: 1 };
  expect(expectSuccess(result)).toBe(result);
});

test("throws for every other result, and carries it", () => {
  const result = { phase: "failed", failure };
  expect(() => expectSuccess(result)).toThrowErrorMatchingInlineSnapshot(
    `[JobFailedError: Failed to get the job's result: the job failed: The model is tired. See the error's \`result\`.]`,
  );
  expect(() =>
    expectSuccess({ phase: "failed", failure: { kind: "filtered", status: "censored" } }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[JobFailedError: Failed to get the job's result: the job was filtered. See the error's \`result\`.]`,
  );
  try {
    expectSuccess(result);
  } catch (error) {
    expect(isJobFailedError(error) && error.result).toBe(result);
  }
});

test("takes a partial result only when told to", () => {
  const result = { phase: "partial" };
  expect(() => expectSuccess(result)).toThrowErrorMatchingInlineSnapshot(
    `[JobFailedError: Failed to get the job's result: only some of its outputs are good. See the error's \`result\`.]`,
  );
  expect(expectSuccess(result, { allowPartial: true })).toBe(result);
});
