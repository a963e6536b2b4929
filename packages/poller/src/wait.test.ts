import { createVirtualClock } from "@genwait/lifecycle/testing";
import { expect, test } from "vitest";
import { fails, pending, scriptedJob, succeeded, times } from "./fixtures/scripted-job.ts";
import { createPoller } from "./index.ts";

test("waits at the declared pace and resolves with the end", async () => {
  const clock = createVirtualClock();
  const job = scriptedJob([...times(3, pending), succeeded], { clock });
  const poller = createPoller({ clock });
  await expect(poller.wait(job)).resolves.toMatchObject({ phase: "succeeded" });
  expect(job.readsMs).toEqual([0, 5000, 10_000, 15_000]);
  expect(clock.pending()).toBe(0);
});

test("times out with what was seen, and after a last look", async () => {
  const clock = createVirtualClock();
  const job = scriptedJob([pending, fails("unavailable"), pending], { clock });
  const poller = createPoller({ clock, random: () => 0 });
  const error = await poller.wait(job, { timeoutMs: 12_000 }).catch((error: unknown) => error);
  expect(error).toMatchInlineSnapshot(
    `[WaitError: Failed to wait for thing "job-1": the time of 12000 ms was up after 5 reads, and it was last seen pending. The job may still be running and billed. Wait for the same id again; do not start another one.]`,
  );
  expect(error).toMatchObject({
    reason: "timeout",
    elapsedMs: 12_000,
    attempts: 5,
    answers: { pending: 4, unavailable: 1 },
  });
  expect(job.readsMs).toEqual([0, 5000, 5100, 10_100, 11_750]);
  expect(clock.pending()).toBe(0);
});
