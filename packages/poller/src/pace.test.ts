import { expect, test } from "vitest";
import { fails, pending, succeeded, times } from "./fixtures/scripted-job.ts";
import { rejectionOf, setUp } from "./fixtures/setup.ts";

test.each(["rate-limited", "unavailable"] as const)(
  "honours Retry-After on %s for all jobs of the pace group",
  async (kind) => {
    const { poller, events, job } = setUp();
    const group = {};
    const met = job([pending, fails(kind, { retryAfterMs: 40_000 }), succeeded], { client: group });
    const other = job([...times(2, pending), succeeded], { id: "job-2", client: group });
    const stranger = job([...times(2, pending), succeeded], { id: "job-3" });
    await poller.all([met, other, stranger]);
    for (const pollsMs of [met.pollsMs.slice(2), other.pollsMs.slice(1)]) {
      expect(pollsMs[0]).toBeGreaterThanOrEqual(45_000);
      expect(pollsMs[0]).toBeLessThan(45_100);
    }
    expect(stranger.pollsMs.at(-1)).toBeLessThan(10_100);
    expect(events.filter(({ type }) => type === "rate-limited")).toMatchObject([
      { reason: "retry-after", pauseMs: 40_000, id: "job-1" },
    ]);
  },
);

test("honours Retry-After on a pending answer, for that job alone, and never reads sooner than the interval", async () => {
  const { poller, job } = setUp();
  const group = {};
  const hinted = job(
    [{ ...pending, more: { retryAfterMs: 12_000 } }, { ...pending, more: { retryAfterMs: 1 } }, succeeded],
    { client: group },
  );
  const other = job([pending, succeeded], { id: "job-2", client: group });
  await poller.all([hinted, other]);
  expect(hinted.pollsMs).toEqual([0, 12_000, 17_000]);
  expect(other.pollsMs.at(-1)).toBeLessThan(5100);
});

test.each([-1, Number.NaN, 0, Number.NEGATIVE_INFINITY])("takes a Retry-After of %d for none", async (retryAfterMs) => {
  const { poller, job } = setUp();
  const odd = job([
    { ...pending, more: { retryAfterMs } },
    fails("unavailable", { retryAfterMs }),
    { ...pending, more: { lowLimit: { remaining: 1, intervalMs: retryAfterMs } } },
    succeeded,
  ]);
  await poller.wait(odd);
  expect(odd.pollsMs).toEqual([0, 5000, 5500, 10_500]);
});

test.each([30 * 86_400_000, 2 ** 31, 2 ** 53, Infinity])(
  "looks once more before the deadline, and no sooner, after a Retry-After of %d ms",
  async (retryAfterMs) => {
    for (const hint of [
      fails("rate-limited", { retryAfterMs }),
      fails("unavailable", { retryAfterMs }),
      { ...pending, more: { retryAfterMs } },
    ]) {
      const { poller, clock, job } = setUp();
      const slow = job([pending, hint, succeeded]);
      await expect(poller.wait(slow, { timeoutMs: 60_000 })).resolves.toMatchObject({ phase: "succeeded" });
      expect(slow.pollsMs).toEqual([0, 5000, 59_750]);
      const never = job([fails("rate-limited", { retryAfterMs })]);
      expect(await rejectionOf(poller.wait(never, { timeoutMs: 60_000 }))).toMatchObject({
        reason: "timeout",
        elapsedMs: 60_000,
      });
      expect(clock.pending()).toBe(0);
    }
  },
);

test("pauses for the declared time after a 429 that names none, and doubles it each time", async () => {
  const { poller, job } = setUp();
  const limited = job([pending, ...times(4, fails("rate-limited")), pending, fails("rate-limited"), succeeded], {
    rateLimit: { pauseMs: 30_000 },
  });
  await poller.wait(limited);
  const gaps = limited.pollsMs.map((ms, index) => ms - (limited.pollsMs[index - 1] ?? 0));
  expect(gaps.slice(1)).toEqual([5000, 30_000, 60_000, 120_000, 120_000, 5000, 30_000]);
});

test("takes the interval for the pause where no pause is declared", async () => {
  const { poller, job } = setUp();
  const limited = job([pending, fails("rate-limited"), fails("rate-limited"), succeeded]);
  await poller.wait(limited);
  expect(limited.pollsMs).toEqual([0, 5000, 10_000, 20_000]);
});

test("counts the 429s of reads that were under way together as one", async () => {
  const { poller, clock, job } = setUp();
  const group = {};
  const jobs = Array.from({ length: 10 }, (_, index) =>
    job([{ ...fails("rate-limited"), takesMs: 300 }, succeeded], {
      id: `job-${index}`,
      client: group,
      rateLimit: { pauseMs: 30_000 },
    }),
  );
  await poller.all(jobs);
  expect(clock.elapsed()).toBeLessThan(31_000);
});

test("reads the jobs of a group as far apart as a low limit asks, until it has recovered", async () => {
  const { poller, events, job } = setUp();
  const group = {};
  const low = { ...pending, more: { lowLimit: { remaining: 60, intervalMs: 15_000 } } };
  const respond = (_: number, elapsedMs: number) =>
    elapsedMs < 40_000 ? low : elapsedMs < 70_000 ? pending : succeeded;
  const first = job(respond, { client: group });
  const second = job(respond, {
    id: "job-2",
    client: group,
    poll: { initialDelayMs: 1000 },
    createdAtMs: Date.UTC(2026, 0, 1),
  });
  await poller.all([first, second]);
  const reads = [...first.pollsMs, ...second.pollsMs].sort((one, other) => one - other);
  expect(reads.slice(0, 6)).toEqual([0, 15_000, 30_000, 45_000, 45_000, 50_000]);
  expect(events.find(({ type }) => type === "rate-limited")).toMatchObject({ reason: "limit-low", pauseMs: 15_000 });
});

test("starts no burst when a pause ends", async () => {
  const { poller, clock, job } = setUp();
  const group = {};
  const starts: number[] = [];
  const jobs = Array.from({ length: 400 }, (_, index) =>
    job(
      (attempt, elapsedMs) => {
        if (elapsedMs >= 30_000) starts.push(elapsedMs);
        return elapsedMs < 30_000 && attempt > 0
          ? fails("rate-limited", { retryAfterMs: 60_000 })
          : elapsedMs > 100_000
            ? succeeded
            : pending;
      },
      { id: `job-${index}`, client: group },
    ),
  );
  await poller.all(jobs);
  const [first = 0] = starts;
  expect(starts.filter((ms) => ms < first + 1000).length).toBeLessThanOrEqual(170);
  expect(clock.pending()).toBe(0);
});
