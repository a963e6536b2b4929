import { fails, pending, type Scripted, succeeded, times } from "./fixtures/scripted-job.ts";
import { rejectionOf, setUp } from "./fixtures/setup.ts";
import fc from "fast-check";
import { expect, test, vi } from "vitest";

test.each(["rate-limited", "unavailable"] as const)(
  "honours Retry-After on %s for all jobs of the group",
  async (kind) => {
    const { poller, events, job } = setUp();
    const group = {};
    const met = job([pending, fails(kind, { retryAfterMs: 40_000 }), succeeded], { client: group });
    const other = job([...times(2, pending), succeeded], { id: "job-2", client: group });
    const stranger = job([...times(2, pending), succeeded], { id: "job-3" });
    await poller.all([met, other, stranger]);
    for (const pollsMs of [met.pollsMs.slice(2), other.pollsMs.slice(1)]) {
      expect(pollsMs[0]).toBeGreaterThanOrEqual(45_000);
      expect(pollsMs[0]).toBeLessThan(46_300);
    }
    expect(stranger.pollsMs.at(-1)).toBeLessThan(10_100);
    expect(events.filter(({ type }) => type === "rate-limited")).toMatchObject([
      { reason: "retry-after", pauseMs: 40_000, id: "job-1" },
    ]);
  },
);

test("honours Retry-After on a pending answer, for that job alone, and never polls sooner than the interval", async () => {
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
  "polls once more before the deadline, and no sooner, after a Retry-After of %d ms",
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

test("counts the 429s of polls that were under way together as one", async () => {
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
  expect(clock.elapsed()).toBeLessThan(40_000);
});

test("polls each job as far apart as a limit that runs low asks, and the group at what is left of it, until it has recovered", async () => {
  const { poller, events, job } = setUp();
  const client = {};
  const low = { ...pending, more: { lowLimit: { remaining: 30, windowMs: 60_000, intervalMs: 15_000 } } };
  const respond = (_: number, elapsedMs: number) =>
    elapsedMs < 40_000 ? low : elapsedMs < 70_000 ? pending : succeeded;
  const first = job(respond, { client });
  const second = job(respond, { id: "job-2", client });
  await poller.all([first, second]);
  expect(first.pollsMs.slice(0, 6)).toEqual([0, 15_000, 30_000, 45_000, 50_000, 55_000]);
  const polls = [...first.pollsMs, ...second.pollsMs].filter((ms) => ms < 40_000).sort((one, other) => one - other);
  const gaps = polls.slice(1).map((ms, index) => ms - (polls[index] ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(999);
  expect(events.filter(({ type }) => type === "rate-limited")).toMatchObject([
    { reason: "limit-low", pauseMs: 0, pollsPerSecond: 1 },
  ]);
});

test("sees fifty jobs that end at 60 s by 90 s while a declared limit runs low", async () => {
  const { poller, clock, job } = setUp({ random: Math.random });
  const lowLimit = { remaining: 60, windowMs: 60_000, intervalMs: 15_000 };
  const ends: number[] = [];
  const jobs = Array.from({ length: 50 }, (_, index) =>
    job((_attempt, elapsedMs) => ({ ...(elapsedMs > 60_000 ? succeeded : pending), more: { lowLimit } }), {
      id: `job-${index}`,
      client: clock,
    }),
  );
  await poller.all(jobs, { onUpdate: ({ phase }) => void (phase === "succeeded" && ends.push(clock.elapsed())) });
  expect(ends).toHaveLength(50);
  expect(Math.max(...ends)).toBeLessThanOrEqual(90_000);
});

/** A service that lets so many requests a second through, and responds with a 429 to the others. */
const limitedService = (perSecond: number, tooMany: Scripted = fails("rate-limited")) => {
  let second = -1;
  let left = 0;
  const counts = { refused: 0, served: 0 };
  const respond = (_: number, elapsedMs: number): Scripted => {
    const now = Math.floor(elapsedMs / 1000);
    if (now !== second) [second, left] = [now, perSecond];
    if (left-- > 0) {
      counts.served++;
      return succeeded;
    }
    counts.refused++;
    return tooMany;
  };
  return { respond, counts };
};

test.each([
  ["no pause is declared", undefined, 15_000],
  ["30 s are declared", { pauseMs: 30_000 }, 40_000],
] as const)("learns how much a service allows that says only 429, where %s", async (_, rateLimit, withinMs) => {
  for (const takesMs of [undefined, 150]) {
    const { poller, clock, job } = setUp({ random: Math.random });
    const { respond, counts } = limitedService(5);
    const jobs = Array.from({ length: 40 }, (_each, index) =>
      job((attempt, elapsedMs) => ({ ...respond(attempt, elapsedMs), ...(takesMs !== undefined && { takesMs }) }), {
        id: `${index}`,
        client: clock,
        createdAtMs: clock.now(),
        ...(rateLimit !== undefined && { rateLimit }),
      }),
    );
    const results = await poller.all(jobs, { intervalMs: 1000, timeoutMs: 40_000 });
    expect(results.filter(({ result }) => result !== undefined)).toHaveLength(40);
    expect(clock.elapsed()).toBeLessThanOrEqual(withinMs);
    expect(counts.refused).toBeLessThanOrEqual(35);
  }
});

test("raises the rate by a tenth after each ten seconds without a 429, and forgets it in the end", async () => {
  const { poller, clock, job } = setUp();
  const client = {};
  let hasRefused = false;
  const starts: number[] = [];
  const jobs = Array.from({ length: 20 }, (_, index) =>
    job(
      (_attempt, elapsedMs) => {
        starts.push(elapsedMs);
        if (hasRefused || elapsedMs < 5000) return elapsedMs > 400_000 ? succeeded : pending;
        hasRefused = true;
        return fails("rate-limited");
      },
      { id: `${index}`, client },
    ),
  );
  await poller.all(jobs, { timeoutMs: 800_000, intervalMs: 1000 });
  const perSecond = (fromMs: number): number => starts.filter((ms) => ms >= fromMs && ms < fromMs + 10_000).length / 10;
  // Twenty were answered in the best second.
  expect(perSecond(10_000)).toBeGreaterThan(15);
  expect(perSecond(10_000)).toBeLessThanOrEqual(16.5);
  expect(perSecond(300_000)).toBeGreaterThan(19);
  expect(clock.pending()).toBe(0);
});

test("never lets one job's Retry-After keep the others for longer than maxPauseMs", async () => {
  for (const [maxPauseMs, withinMs] of [
    [60_000, 62_000],
    [undefined, 602_000],
  ] as const) {
    const { poller, clock, job } = setUp({ rateLimit: { maxPauseMs } });
    const busy = job([fails("rate-limited", { retryAfterMs: 3_600_000 }), succeeded], { id: "busy", client: clock });
    const waits = [
      busy,
      ...["a", "b", "c"].map((id) =>
        job([succeeded], { id, client: clock, poll: { initialDelayMs: 1000 }, createdAtMs: clock.now() }),
      ),
    ];
    const seenMs: Record<string, number> = {};
    await Promise.all(
      waits.map((waited) =>
        poller.wait(waited, { timeoutMs: 900_000 }).then(() => (seenMs[waited.id] = clock.elapsed())),
      ),
    );
    for (const id of ["a", "b", "c"]) expect(seenMs[id]).toBeLessThanOrEqual(withinMs);
    expect(busy.pollsMs).toEqual([0, 899_750]);
  }
});

test("asks for a reservation before polls start, which holds the poll and not its time limit", async () => {
  const asked: [unknown, number][] = [];
  const nextMs = { value: 0 };
  const { poller, clock, job } = setUp({
    reserve: async (group, count) => {
      asked.push([group, count]);
      nextMs.value = Math.max(nextMs.value, clock.elapsed()) + 1000;
      await new Promise<void>((resolve) => void clock.after(nextMs.value - clock.elapsed(), resolve));
      return 1;
    },
  });
  const jobs = Array.from({ length: 20 }, (_, index) =>
    job([pending, succeeded], { id: `${index}`, rateLimitGroup: "account" }),
  );
  const results = await poller.all(jobs, { timeoutMs: 120_000, pollTimeoutMs: 500 });
  expect(results.every(({ result }) => result?.phase === "succeeded")).toBe(true);
  const starts = jobs.flatMap(({ pollsMs }) => pollsMs);
  expect(mostInAnySecond(starts)).toBe(1);
  expect(asked.every(([group, count]) => group === "account" && count >= 1 && count <= 20)).toBe(true);
  expect(clock.pending()).toBe(0);
});

test("asks again for a reservation that failed, reports why, and lets no wait outlive its deadline for it", async () => {
  const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
  let calls = 0;
  const { poller, clock, job } = setUp({
    reserve: () => {
      if (calls++ === 0) throw new Error("the database is down");
      return undefined;
    },
  });
  await expect(poller.wait(job([succeeded]))).resolves.toMatchObject({ phase: "succeeded" });
  expect(warn).toHaveBeenCalledTimes(1);
  expect(clock.elapsed()).toBe(1000);
  const never = setUp({ reserve: () => 0 });
  expect(await rejectionOf(never.poller.wait(never.job([succeeded]), { timeoutMs: 5000 }))).toMatchObject({
    reason: "timeout",
    elapsedMs: 5000,
    attempts: 0,
  });
  expect(never.clock.pending()).toBe(0);
});

test("shares a limiter between clients of one account, and no response", async () => {
  const { poller, clock, job } = setUp({ rateLimit: { requestsPerSecond: 1 } });
  const waits = ["a", "b"].map((name) => job([succeeded], { client: { name }, rateLimitGroup: "acme" }));
  await Promise.all(waits.map((waited) => poller.wait(waited)));
  expect(waits.map(({ pollsMs }) => pollsMs)).toEqual([[0], [1011]]);
  expect(clock.pending()).toBe(0);
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

const mostInAnySecond = (starts: readonly number[]): number =>
  Math.max(0, ...starts.map((from) => starts.filter((ms) => ms >= from && ms < from + 1000).length));

test("lets no second have more polls than the budget, and hardly fewer", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 1, max: 120 }),
      fc.integer({ min: 0, max: 3000 }),
      async (requestsPerSecond, count, takesMs) => {
        const { poller, clock, job } = setUp({ rateLimit: { requestsPerSecond }, random: Math.random });
        const starts: number[] = [];
        const respond = (_: number, elapsedMs: number) => {
          starts.push(elapsedMs);
          return { ...(elapsedMs > 20_000 ? succeeded : pending), takesMs };
        };
        await poller.all(
          Array.from({ length: count }, (_, index) => job(respond, { id: `${index}`, client: clock })),
          { intervalMs: 1000 },
        );
        expect(mostInAnySecond(starts)).toBeLessThanOrEqual(requestsPerSecond);
        if (count > 5 * requestsPerSecond && takesMs === 0) {
          expect(starts.filter((ms) => ms < 10_000).length).toBeGreaterThanOrEqual(9 * requestsPerSecond);
        }
      },
    ),
    { numRuns: 25 },
  );
});

test("holds a budget below one poll a second", async () => {
  const { poller, clock, job } = setUp({ rateLimit: { requestsPerSecond: 0.1 } });
  const slow = job([pending, pending, succeeded], { client: clock });
  await poller.wait(slow);
  expect(slow.pollsMs).toEqual([0, 10_110, 20_220]);
});

test("is fair within the budget: none starves, and all are poll about as often", async () => {
  const { poller, clock, job } = setUp({ rateLimit: { requestsPerSecond: 10 } });
  const jobs = Array.from({ length: 100 }, (_, index) => job([pending], { id: `${index}`, client: clock }));
  await poller.all(jobs, { timeoutMs: 120_000, finalPollMs: 0 });
  const polls = jobs.map(({ pollsMs }) => pollsMs.length);
  expect(Math.max(...polls) - Math.min(...polls)).toBeLessThanOrEqual(1);
});

test("shares the budget among the jobs of a client, and not with another's", async () => {
  const { poller, clock, job } = setUp({ rateLimit: { requestsPerSecond: 1 } });
  const jobs = ["a", "b"].map((id) => job([succeeded], { id, client: clock }));
  const stranger = job([succeeded], { id: "c" });
  await poller.all([...jobs, stranger]);
  expect(jobs.map(({ pollsMs }) => pollsMs[0])).toEqual([0, 1011]);
  expect(stranger.pollsMs).toEqual([0]);
});

test("keeps to the polls that may be under way at once", async () => {
  const { poller, clock, job } = setUp({ rateLimit: { maxConcurrent: 7 } });
  let open = 0;
  let most = 0;
  const jobs = Array.from({ length: 100 }, (_, index) => {
    const waited = job([pending, succeeded], { id: `${index}`, client: clock });
    const poll: typeof waited.poll = async (options) => {
      most = Math.max(most, ++open);
      await new Promise<void>((resolve) => void clock.after(300, resolve));
      open--;
      return waited.poll(options);
    };
    return { ...waited, poll };
  });
  await poller.all(jobs);
  expect(most).toBe(7);
  expect(clock.pending()).toBe(0);
});

test("gives final polls the first places", async () => {
  const { poller, clock, job } = setUp({ rateLimit: { requestsPerSecond: 10 } });
  const crowd = Array.from({ length: 100 }, (_, index) => job([pending], { id: `${index}`, client: clock }));
  const waits = poller.all(crowd, { timeoutMs: 60_000 });
  const pressed = job([pending], { id: "pressed", client: clock });
  expect(await rejectionOf(poller.wait(pressed, { timeoutMs: 30_000 }))).toMatchObject({ reason: "timeout" });
  expect(pressed.pollsMs.at(-1)).toBeGreaterThan(29_700);
  await waits;
});
