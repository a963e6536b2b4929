import { expect, test } from "vitest";
import { fails, pending } from "./fixtures/scripted-job.ts";
import { rejectionOf, setUp } from "./fixtures/setup.ts";
import { isWaitError } from "./index.ts";

test("has the job, how to go on, and what was seen", async () => {
  const { poller, job } = setUp();
  const waited = job([pending, pending, fails("rate-limited"), pending]);
  const error = await rejectionOf(poller.wait(waited, { timeoutMs: 30_000 }));
  expect(error).toMatchInlineSnapshot(
    `[WaitError: Failed to wait for thing "job-1": timeout after 7 reads (last seen pending). The job may still be running and billed. Wait for the same id again, and start no other.]`,
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

test("prints how many reads there were in a sentence", async () => {
  const { poller, job } = setUp();
  expect(
    String(await rejectionOf(poller.wait(job([{ hangs: "for ever" }]), { timeoutMs: 1000, pollTimeoutMs: 5000 }))),
  ).toMatchInlineSnapshot(
    `"WaitError: Failed to wait for thing "job-1": timeout after 1 reads (last seen undefined). The job may still be running and billed. Wait for the same id again, and start no other."`,
  );
});
