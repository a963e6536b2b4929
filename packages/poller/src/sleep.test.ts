import type { Clock } from "@genwait/lifecycle";
import { createVirtualClock } from "@genwait/lifecycle/testing";
import { expect, test } from "vitest";
import { pending, scriptedJob, succeeded } from "./fixtures/scripted-job.ts";
import { rejectionOf, setUp } from "./fixtures/setup.ts";
import { createPoller } from "./index.ts";

test("makes no burst of catch-up reads after the machine slept", async () => {
  const clock = createVirtualClock({ auto: false });
  let asleepMs = 0;
  // Timers stand still while a machine sleeps; its monotonic clock may go on.
  const waking: Clock = { ...clock, elapsed: () => clock.elapsed() + asleepMs, now: () => clock.now() + asleepMs };
  const poller = createPoller({ clock: waking, random: () => 0.5 });
  const jobs = Array.from({ length: 1000 }, (_, index) =>
    scriptedJob([pending], { clock: waking, id: `${index}`, client: clock }),
  );
  const waits = poller.all(jobs, { timeoutMs: 8 * 3_600_000 });
  await clock.advance(20_000);
  const before = jobs.flatMap(({ pollsMs }) => pollsMs).length;
  asleepMs = 3_600_000;
  await clock.advance(1000);
  const after = jobs.flatMap(({ pollsMs }) => pollsMs).length;
  expect(after - before).toBeLessThanOrEqual(430);
  await clock.advance(4000);
  const reads = jobs.map(({ pollsMs }) => pollsMs.filter((ms) => ms > 3_600_000).length);
  expect(Math.max(...reads)).toBeLessThanOrEqual(2);
  expect(Math.min(...reads)).toBeGreaterThanOrEqual(1);
  asleepMs = 10 * 3_600_000;
  await clock.advance(1000);
  expect((await waits).every(({ error }) => (error as { reason: string }).reason === "timeout")).toBe(true);
  expect(clock.pending()).toBe(0);
});

test.each([-3_600_000, 3_600_000])(
  "keeps its pace and its deadline when somebody sets the clock by %d ms",
  async (byMs) => {
    const { poller, clock, job } = setUp();
    const waited = job((attempt) => {
      if (attempt === 1) clock.setNow(clock.now() + byMs);
      return pending;
    });
    expect(await rejectionOf(poller.wait(waited, { timeoutMs: 20_000 }))).toMatchObject({
      reason: "timeout",
      elapsedMs: 20_000,
    });
    expect(waited.pollsMs).toEqual([0, 5000, 10_000, 15_000, 19_750]);
  },
);

test("reads a long-running job no faster for having waited long", async () => {
  const { poller, job } = setUp();
  const long = job((_, elapsedMs) => (elapsedMs >= 86_400_000 ? succeeded : pending));
  await poller.wait(long, { timeoutMs: 2 * 86_400_000, intervalMs: 3_600_000 });
  expect(long.pollsMs).toHaveLength(25);
});
