import { expect, test } from "vitest";
import { fails, pending, succeeded } from "./fixtures/scripted-job.ts";
import { rejectionOf, setUp } from "./fixtures/setup.ts";

const doneAt = (ms: number) => (_: number, elapsedMs: number) => (elapsedMs >= ms ? succeeded : pending);

test("looks once more just before the deadline, and settles by it", async () => {
  const { poller, clock, job } = setUp();
  const slow = job([pending, fails("unavailable"), pending]);
  const error = await rejectionOf(poller.wait(slow, { timeoutMs: 12_000 }));
  expect(error).toMatchInlineSnapshot(
    `[WaitError: Failed to wait for thing "job-1": timeout after 5 reads (last seen pending). The job may still be running and billed. Wait for the same id again, and start no other.]`,
  );
  expect(error).toMatchObject({
    reason: "timeout",
    elapsedMs: 12_000,
    attempts: 5,
    responseCounts: { pending: 4, unavailable: 1 },
    lastState: { phase: "pending" },
  });
  expect(slow.pollsMs).toEqual([0, 5000, 5500, 10_500, 11_750]);
  expect(clock.pending()).toBe(0);
});

test("finds an end that comes between the last regular read and the last look", async () => {
  const { poller, job } = setUp();
  await expect(poller.wait(job(doneAt(59_600)), { timeoutMs: 60_000 })).resolves.toMatchObject({ phase: "succeeded" });
});

test("takes at most a quarter of the time for it", async () => {
  const { poller, job } = setUp();
  const short = job([pending]);
  await rejectionOf(poller.wait(short, { timeoutMs: 100 }));
  expect(short.pollsMs).toEqual([0, 75]);
});

test("starts it as early as the slowest read so far needs, and uses what time is left after it", async () => {
  const { poller, job } = setUp();
  const slow = job((attempt) => ({ ...pending, ...(attempt === 0 && { takesMs: 3000 }) }));
  await rejectionOf(poller.wait(slow, { timeoutMs: 22_000 }));
  expect(slow.pollsMs).toEqual([0, 5500, 10_500, 15_500, 19_000, 20_500, 21_250]);
});

test("starts it when the caller says, and reads no more after it", async () => {
  const { poller, job } = setUp();
  const slow = job([pending]);
  await rejectionOf(poller.wait(slow, { timeoutMs: 12_000, finalPollMs: 1500 }));
  expect(slow.pollsMs).toEqual([0, 5000, 10_000, 10_500]);
});

test("repeats it when it failed and there is time", async () => {
  const { poller, job } = setUp();
  const late = job((_, elapsedMs) => (elapsedMs < 9750 ? pending : elapsedMs < 9800 ? fails("network") : succeeded));
  await expect(poller.wait(late, { timeoutMs: 10_000 })).resolves.toMatchObject({ phase: "succeeded" });
});

test("aborts a request that hangs at the deadline, and takes no late answer", async () => {
  const { poller, clock, job } = setUp();
  const late = job([pending, { ...succeeded, takesMs: 20_000 }]);
  expect(await rejectionOf(poller.wait(late, { timeoutMs: 10_000, pollTimeoutMs: 9000 }))).toMatchObject({
    reason: "timeout",
    elapsedMs: 10_000,
    attempts: 2,
    responseCounts: { pending: 1 },
  });
  expect(late.counts).toMatchObject({ aborted: 1, open: 0 });
  await clock.advance(60_000);
  expect(clock.pending()).toBe(0);
});

test("refuses an answer that comes in the same turn as the deadline, but after it", async () => {
  const { poller, clock, job } = setUp();
  const stalled = job((attempt) => {
    if (attempt > 0) void clock.advance(10_000);
    return attempt > 0 ? succeeded : pending;
  });
  expect(await rejectionOf(poller.wait(stalled, { timeoutMs: 8000 }))).toMatchObject({ reason: "timeout" });
});

test("waits for months without an overflowed timer", async () => {
  const { poller, job } = setUp();
  const patient = job([pending, succeeded]);
  await poller.wait(patient, { timeoutMs: 2 ** 40, intervalMs: 2 ** 32 });
  expect(patient.pollsMs).toEqual([0, 2 ** 32]);
});

test.each([Number.NaN, -1])("refuses a time of %d", async (timeoutMs) => {
  const { poller, job } = setUp();
  const never = job([succeeded]);
  await expect(poller.wait(never, { timeoutMs })).rejects.toThrow(
    `Failed to wait: timeoutMs is ${timeoutMs}. Give a number from 0 on.`,
  );
  expect(never.pollsMs).toEqual([]);
});
