import { type Clock, type ErrorKind, errorKinds, isErrorKind } from "@genwait/lifecycle";
import { createVirtualClock, type VirtualClock } from "@genwait/lifecycle/testing";
import { expect, test, vi } from "vitest";
import { fails, incomplete, pending, type Scripted, scriptedJob, succeeded, times } from "./fixtures/scripted-job.ts";
import { rejectionOf, setUp } from "./fixtures/setup.ts";
import { createPoller, type WaitError } from "./index.ts";
import {
  backoffMs,
  finalPollAt,
  firstPollAt,
  hintedPollAt,
  intervalOf,
  pollLimitAt,
  saneDelay,
  type ScheduledWait,
  usualPollAt,
  wakeAt,
} from "./schedule.ts";

const doneAt = (ms: number) => (_: number, elapsedMs: number) => (elapsedMs >= ms ? succeeded : pending);

test("polls once more just before the deadline, and settles by it", async () => {
  const { poller, clock, job } = setUp();
  const slow = job([pending, fails("unavailable"), pending]);
  const error = await rejectionOf(poller.wait(slow, { timeoutMs: 12_000 }));
  expect(error).toMatchInlineSnapshot(
    `[WaitError: Failed to wait for things thing "job-1": timeout after 5 polls in 12000 ms (4 pending, 1 unavailable): last seen pending. The job may still be running and billed. Wait for the same id again, and start no other.]`,
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

test("finds an end that comes between the last regular poll and the final poll", async () => {
  const { poller, job } = setUp();
  await expect(poller.wait(job(doneAt(59_600)), { timeoutMs: 60_000 })).resolves.toMatchObject({ phase: "succeeded" });
});

test("takes at most a quarter of the time for it", async () => {
  const { poller, job } = setUp();
  const short = job([pending]);
  await rejectionOf(poller.wait(short, { timeoutMs: 100 }));
  expect(short.pollsMs).toEqual([0, 75]);
});

test("starts it as early as the slowest poll so far needs, and uses what time is left after it", async () => {
  const { poller, job } = setUp();
  const slow = job((attempt) => ({ ...pending, ...(attempt === 0 && { takesMs: 3000 }) }));
  await rejectionOf(poller.wait(slow, { timeoutMs: 22_000 }));
  expect(slow.pollsMs).toEqual([0, 5500, 10_500, 15_500, 19_000, 20_500, 21_250]);
});

test("starts it when the caller says, and polls no more after it", async () => {
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

test("takes a result that comes after a deadline which passed while nothing ran", async () => {
  const { poller, clock, job } = setUp();
  const stalled = job((attempt) => {
    if (attempt > 0) void clock.advance(10_000);
    return attempt > 0 ? succeeded : pending;
  });
  await expect(poller.wait(stalled, { timeoutMs: 8000 })).resolves.toMatchObject({ phase: "succeeded" });
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

test.each(["until aborted", "for ever"] as const)(
  "cuts off a poll that hangs %s, well inside the deadline",
  async (hangs) => {
    const { poller, events, job } = setUp();
    const stuck = job([pending, { hangs }, succeeded]);
    await expect(poller.wait(stuck, { timeoutMs: 30_000 })).resolves.toMatchObject({ phase: "succeeded" });
    expect(stuck.pollsMs).toEqual([0, 5000, 18_000]);
    expect(stuck.counts).toMatchObject({ aborted: 1, open: 0 });
    expect(events.find(({ type }) => type === "retry")).toMatchObject({ kind: "call-timeout" });
  },
);

test("gives a service that is slow twice its time", async () => {
  const { poller, job } = setUp();
  const slow = job((attempt) => ({ ...(attempt > 1 ? succeeded : pending), takesMs: 4000 }));
  await expect(poller.wait(slow, { timeoutMs: 20_000, maxErrors: 5 })).resolves.toMatchObject({ phase: "succeeded" });
});

test("leaves time for another poll when a poll hangs late", async () => {
  const { poller, job } = setUp();
  const stuck = job((_, elapsedMs) =>
    elapsedMs < 25_000 ? pending : elapsedMs < 27_000 ? { hangs: "until aborted" } : succeeded,
  );
  await expect(poller.wait(stuck, { timeoutMs: 30_000 })).resolves.toMatchObject({ phase: "succeeded" });
});

test("takes the caller's limit", async () => {
  const { poller, job } = setUp();
  const stuck = job([{ hangs: "until aborted" }, succeeded]);
  await poller.wait(stuck, { pollTimeoutMs: 2000 });
  expect(stuck.pollsMs).toEqual([0, 2500]);
});

test("holds no more than a minute where the time is long", async () => {
  const { poller, job } = setUp();
  const stuck = job([{ hangs: "until aborted" }, succeeded]);
  await poller.wait(stuck);
  expect(stuck.pollsMs).toEqual([0, 60_500]);
});

test("holds for one who joins a poll that hangs already", async () => {
  const { poller, clock, job } = setUp({}, { auto: false });
  const stuck = job([{ hangs: "until aborted" }, succeeded]);
  const first = poller.wait(stuck);
  await clock.advance(1000);
  const second = poller.wait(stuck, { timeoutMs: 9000 });
  await clock.advance(9000);
  await Promise.all([first, second]);
  expect(stuck.pollsMs).toEqual([0, 6000]);
});

test("makes no burst of catch-up polls after the machine slept", async () => {
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
  const polls = jobs.map(({ pollsMs }) => pollsMs.filter((ms) => ms > 3_600_000).length);
  expect(Math.max(...polls)).toBeLessThanOrEqual(2);
  expect(Math.min(...polls)).toBeGreaterThanOrEqual(1);
  asleepMs = 10 * 3_600_000;
  await clock.advance(1000);
  expect((await waits).every(({ error }) => (error as { reason: string }).reason === "timeout")).toBe(true);
  expect(clock.pending()).toBe(0);
});

test.each([-3_600_000, 3_600_000])(
  "keeps its interval and its deadline when somebody sets the clock by %d ms",
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

test("polls a long-running job no faster for having waited long", async () => {
  const { poller, job } = setUp();
  const long = job((_, elapsedMs) => (elapsedMs >= 86_400_000 ? succeeded : pending));
  await poller.wait(long, { timeoutMs: 2 * 86_400_000, intervalMs: 3_600_000 });
  expect(long.pollsMs).toHaveLength(25);
});

const passing: ErrorKind[] = Object.keys(errorKinds)
  .filter(isErrorKind)
  .filter((kind) => errorKinds[kind].retry === "retry");

test.each(passing)("goes on after one answer of the kind %s, before the first good poll and after it", async (kind) => {
  const { poller, clock, job } = setUp();
  await expect(poller.wait(job([fails(kind), pending, fails(kind), succeeded]))).resolves.toMatchObject({
    phase: "succeeded",
  });
  expect(clock.pending()).toBe(0);
});

test.each<[string, Scripted]>([
  ["a plain error", { fails: new Error("socket hang up") }],
  ["no error at all", { fails: undefined }],
  ["a kind that nobody knows", { fails: { kind: "toString" } }],
  ["an exception", { throws: new TypeError("cannot poll properties of null") }],
])("goes on after a poll that rejects with %s", async (_, response) => {
  const { poller, job } = setUp();
  await expect(poller.wait(job([response, pending, response, succeeded]))).resolves.toMatchObject({
    phase: "succeeded",
  });
});

test.each(["invalid-request", "unauthorized", "insufficient-credits", "forbidden", "rejected", "not-found"] as const)(
  "ends at once, without another poll, when the answer is %s",
  async (kind) => {
    const { poller, clock, job } = setUp();
    const refused = job([fails(kind), succeeded]);
    const error = await rejectionOf(poller.wait(refused));
    expect(error).toMatchObject({
      reason: "refused",
      attempts: 1,
      elapsedMs: 0,
      responseCounts: { [kind]: 1 },
      job: refused,
    });
    expect(refused.pollsMs).toEqual([0]);
    expect(clock.pending()).toBe(0);
  },
);

test("says what was refused, and that the job may go on", async () => {
  const { poller, job } = setUp();
  expect(await rejectionOf(poller.wait(job([fails("unauthorized")])))).toMatchInlineSnapshot(
    `[WaitError: Failed to wait for things thing "job-1": refused after 1 poll in 0 ms (1 unauthorized): Failed to poll: unauthorized. The job may still be running and billed. Wait for the same id again, and start no other.]`,
  );
});

test("gives up on a bare id after three errors that can mean a wrong address", async () => {
  const { poller, job } = setUp();
  const down = job([fails("call-timeout"), fails("network"), fails("invalid-response"), succeeded]);
  const error = await rejectionOf(poller.wait(down));
  expect(error).toMatchInlineSnapshot(
    `[WaitError: Failed to wait for things thing "job-1": gave-up after 3 polls in 1500 ms (1 call-timeout, 1 network, 1 invalid-response): Failed to poll: invalid-response. The job may still be running and billed. Wait for the same id again, and start no other.]`,
  );
  expect(error).toMatchObject({
    reason: "gave-up",
    attempts: 3,
    responseCounts: { "call-timeout": 1, network: 1, "invalid-response": 1 },
    lastState: undefined,
  });
  expect(error).toHaveProperty("cause.kind", "invalid-response");
  expect(down.pollsMs).toEqual([0, 500, 1500]);
});

test("rides errors out until the deadline once the job was seen", async () => {
  const { poller, job } = setUp();
  const outage = job([pending, ...times(20, fails("unavailable")), succeeded]);
  await expect(poller.wait(outage)).resolves.toMatchObject({ phase: "succeeded" });
  const gaps = outage.pollsMs.map((ms, index) => ms - (outage.pollsMs[index - 1] ?? 0));
  expect(gaps.slice(1, 10)).toEqual([5000, 500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
});

test("gives up after as many errors in a row as the caller allows", async () => {
  const { poller, job } = setUp();
  const flaky = job([pending, fails("network"), pending, fails("network"), fails("network"), succeeded]);
  expect(await rejectionOf(poller.wait(flaky, { maxErrors: 2 }))).toMatchObject({
    reason: "gave-up",
    attempts: 5,
    lastState: { phase: "pending" },
  });
  const down = job([...times(6, fails("network")), succeeded]);
  await expect(poller.wait(down, { maxErrors: Infinity })).resolves.toMatchObject({ phase: "succeeded" });
});

test("never asks more often than every 100 ms, whatever the jitter and the service say", async () => {
  const { poller, job } = setUp({ random: () => 0 });
  const hurried = job([
    pending,
    ...times(30, fails("unavailable", { retryAfterMs: 0.001 })),
    ...times(30, fails("network")),
  ]);
  await rejectionOf(poller.wait(hurried, { timeoutMs: 60_000 }));
  const gaps = hurried.pollsMs.slice(1, -4).map((ms, index) => ms - (hurried.pollsMs[index] ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(100);
});

test("tells of each retry", async () => {
  const { poller, events, job } = setUp();
  await poller.wait(job([fails("network"), succeeded]));
  expect(events.filter(({ type }) => type === "retry")).toMatchObject([
    { kind: "network", attempt: 1, delayMs: 500, id: "job-1" },
  ]);
});

const unknownUntil = (ms: number) => (_: number, elapsedMs: number) =>
  elapsedMs < ms ? fails("not-found") : succeeded;

test("lets a job that was just created be unknown for the time in which it is retried, whose end it polls at once more", async () => {
  const { poller, clock, job } = setUp();
  const young = job(unknownUntil(10_000), { createdAtMs: clock.now() });
  await expect(poller.wait(young)).resolves.toMatchObject({ phase: "succeeded" });
  expect(young.pollsMs.at(-1)).toBe(10_000);
});

test("refuses a job that is unknown after the time in which it is retried", async () => {
  const { poller, clock, job } = setUp();
  const lost = job([fails("not-found")], { createdAtMs: clock.now() });
  expect(await rejectionOf(poller.wait(lost))).toMatchObject({
    reason: "refused",
    elapsedMs: 10_000,
    cause: { kind: "not-found" },
  });
});

test("counts the time for a 404 from the creation, apart from the errors that end a wait", async () => {
  const { poller, clock, job } = setUp();
  const older = job([fails("not-found")], { createdAtMs: clock.now() - 8000 });
  expect(await rejectionOf(poller.wait(older))).toMatchObject({ reason: "refused", elapsedMs: 2000 });
  const resumed = job([fails("not-found")], { createdAtMs: clock.now() - 3_600_000 });
  expect(await rejectionOf(poller.wait(resumed))).toMatchObject({ reason: "refused", attempts: 1 });
});

test("gives a bare id time for a 404 only when asked for", async () => {
  const { poller, job } = setUp();
  expect(await rejectionOf(poller.wait(job(unknownUntil(3000))))).toMatchObject({ reason: "refused", attempts: 1 });
  const later = job(unknownUntil(6000));
  await expect(
    poller.wait(later, { notFoundRetryMs: 4000, timeoutMs: 60_000 }).catch((error) => error),
  ).resolves.toMatchObject({ reason: "refused" });
  const clockOfSecond = setUp();
  const soon = clockOfSecond.job(unknownUntil(3000));
  await expect(clockOfSecond.poller.wait(soon, { notFoundRetryMs: 4000 })).resolves.toMatchObject({
    phase: "succeeded",
  });
});

test("keeps the time for a 404 of a job whose clock was set back", async () => {
  const { poller, clock, job } = setUp();
  const young = job([fails("not-found")], { createdAtMs: clock.now() });
  clock.setNow(clock.now() - 3_600_000);
  expect(await rejectionOf(poller.wait(young))).toMatchObject({ reason: "refused", elapsedMs: 10_000 });
});

test("takes a job for gone that was known and is no longer, the time in which it is retried over", async () => {
  const { poller, clock, job } = setUp();
  const gone = job([pending, pending, pending, fails("not-found")], { createdAtMs: clock.now() });
  expect(await rejectionOf(poller.wait(gone))).toMatchObject({
    reason: "refused",
    attempts: 6,
    lastState: { phase: "pending" },
  });
});

test("rides out every passing error of a job that this program created, before its first good poll", async () => {
  for (const known of [{ createdAtMs: 0 }, { known: true }]) {
    const { poller, clock, job } = setUp();
    const created = "createdAtMs" in known ? { createdAtMs: clock.now() } : known;
    const down = job((_, elapsedMs) => (elapsedMs < 5 * 60_000 ? fails("network") : succeeded), created);
    await expect(poller.wait(down)).resolves.toMatchObject({ phase: "succeeded" });
  }
  const { poller, job } = setUp();
  const resumed = job((_, elapsedMs) => (elapsedMs < 60_000 ? fails("call-timeout") : succeeded));
  await expect(poller.wait(resumed, { known: true })).resolves.toMatchObject({ phase: "succeeded" });
});

test("never counts a 429, nor a 503 with Retry-After, as giving up, also not of a bare id with maxErrors", async () => {
  for (const overload of [fails("rate-limited"), fails("unavailable", { retryAfterMs: 2000 })]) {
    const { poller, job } = setUp();
    const bare = job([...times(5, overload), succeeded]);
    await expect(poller.wait(bare, { maxErrors: 2 })).resolves.toMatchObject({ phase: "succeeded" });
  }
});

test("does not take a service that is down for a wrong address", async () => {
  const { poller, job } = setUp();
  await expect(poller.wait(job([...times(8, fails("unavailable")), succeeded]))).resolves.toMatchObject({
    phase: "succeeded",
  });
});

test.each(["forbidden", "unauthorized", "invalid-request", "not-found", "insufficient-credits", "rejected"] as const)(
  "believes %s after good polls only when three in a row say so, two seconds apart",
  async (kind) => {
    for (const more of [{}, { createdAtMs: 0 }, { known: true }]) {
      const { poller, job } = setUp();
      const start = "known" in more ? [] : times(3, pending);
      const once = job([...start, fails(kind), pending, fails(kind), fails(kind), succeeded], more);
      await expect(poller.wait(once, { intervalMs: 60 })).resolves.toMatchObject({ phase: "succeeded" });
      const forEver = job([...start, fails(kind)], { ...more, id: "job-2" });
      const error = await rejectionOf(poller.wait(forEver, { intervalMs: 60 }));
      expect(error).toMatchObject({ reason: "refused", responseCounts: { [kind]: 3 } });
      const [first = 0, second = 0, third = 0] = forEver.pollsMs.slice(-3);
      expect([second - first, third - second].every((gapMs) => gapMs >= 2000)).toBe(true);
    }
  },
);

test("takes a refusal for what it is at once while a job that was just created has not been polled well", async () => {
  const { poller, clock, job } = setUp();
  const created = job([fails("forbidden")], { createdAtMs: clock.now() });
  expect(await rejectionOf(poller.wait(created))).toMatchObject({ reason: "refused", attempts: 1 });
});

test("ends a success without its guaranteed field after two more polls, with the whole body", async () => {
  for (const before of [[], [pending]]) {
    for (const more of [{}, { createdAtMs: 0 }]) {
      const { poller, job } = setUp();
      const bare = job([...before, incomplete], more);
      const error = await rejectionOf(poller.wait(bare, { intervalMs: 60_000, timeoutMs: 300_000 }));
      expect(error).toMatchObject({
        reason: "invalid-response",
        attempts: before.length + 3,
        lastError: { incomplete: { pointer: "/url", body: { status: "done", url: null } } },
      });
      expect(String(error)).not.toContain("still be running");
    }
  }
});

test("takes a guaranteed field that comes late", async () => {
  const { poller, job } = setUp();
  await expect(poller.wait(job([incomplete, incomplete, succeeded]))).resolves.toMatchObject({ phase: "succeeded" });
  const flickering = job([incomplete, incomplete, pending, incomplete, incomplete, succeeded], { id: "job-2" });
  await expect(poller.wait(flickering)).resolves.toMatchObject({ phase: "succeeded" });
});

test("says at the deadline that the job is over where its last response lacked a guaranteed field", async () => {
  const { poller, job } = setUp();
  const error = await rejectionOf(poller.wait(job([pending, incomplete]), { timeoutMs: 5100, finalPollMs: 40 }));
  expect(error).toMatchObject({ reason: "invalid-response", elapsedMs: 5100, attempts: 3 });
});

test("does not ask again for a response that is too large", async () => {
  const { poller, job } = setUp();
  const large = job([pending, fails("invalid-response", { final: true })]);
  expect(await rejectionOf(poller.wait(large))).toMatchObject({ reason: "invalid-response", attempts: 2 });
});

/** A clock that jumps ahead while nothing runs, as for a machine that slept or a loop that was blocked. */
const stalling = (): { readonly clock: VirtualClock; readonly waking: Clock; stall(byMs: number): void } => {
  const clock = createVirtualClock({ auto: false });
  let asleepMs = 0;
  return {
    clock,
    waking: { ...clock, elapsed: () => clock.elapsed() + asleepMs, now: () => clock.now() + asleepMs },
    stall: (byMs) => {
      asleepMs += byMs;
    },
  };
};

test.each([
  ["in a sleep", 700, undefined],
  ["in a request", 1100, 400],
] as const)(
  "polls once more after a stall %s over the deadline, before it calls the wait timed out",
  async (_, atMs, takesMs) => {
    for (const last of [succeeded, pending, fails("network")]) {
      const { clock, waking, stall } = stalling();
      const poller = createPoller({ clock: waking, random: () => 0.5 });
      const waited = scriptedJob(
        (_attempt, elapsedMs) => ({
          ...(elapsedMs > 3000 ? last : pending),
          ...(takesMs !== undefined && { takesMs }),
        }),
        { clock: waking },
      );
      const outcome = poller.wait(waited, { intervalMs: 1000, timeoutMs: 3000 }).then(
        ({ phase }) => phase,
        ({ reason, elapsedMs }: WaitError) => `${reason} after ${elapsedMs}`,
      );
      await clock.advance(atMs);
      stall(3000);
      await clock.advance(8000);
      if (last === succeeded) expect(await outcome).toBe("succeeded");
      else expect(await outcome).toMatch(/^timeout after (3[0-9]|4[0-9])\d\d$/);
      expect(waited.pollsMs.filter((ms) => ms > 3000)).toHaveLength(1);
      expect(clock.pending()).toBe(0);
    }
  },
);

test("bounds a final poll that comes too late", async () => {
  const { poller, clock, job } = setUp();
  expect(await rejectionOf(poller.wait(job([{ hangs: "for ever" }]), { timeoutMs: 0 }))).toMatchObject({
    reason: "timeout",
    attempts: 1,
    elapsedMs: 5000,
  });
  expect(clock.pending()).toBe(0);
});

test("polls once with no time left: now, and the job's result is one", async () => {
  const { poller, clock, job } = setUp();
  await expect(poller.wait(job([succeeded]), { timeoutMs: 0 })).resolves.toMatchObject({ phase: "succeeded" });
  const going = job([pending], { id: "job-2" });
  expect(await rejectionOf(poller.wait(going, { timeoutMs: 0 }))).toMatchObject({ reason: "timeout", attempts: 1 });
  expect(going.pollsMs).toHaveLength(1);
  const first = rejectionOf(poller.wait(going, { timeoutMs: 60_000 }));
  clock.after(7000, () => void rejectionOf(poller.wait(going, { timeoutMs: 0 })));
  await first;
  expect(going.pollsMs).toContain(7000);
  expect(clock.pending()).toBe(0);
});

test("settles a wait in fake time, where performance stands still", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
  try {
    const poller = createPoller();
    const { clock } = setUp();
    const wait = poller.wait(scriptedJob([pending, pending, pending, succeeded], { clock }));
    const never = rejectionOf(poller.wait(scriptedJob([pending], { clock, id: "job-2" })));
    await vi.advanceTimersByTimeAsync(600_000);
    await expect(wait).resolves.toMatchObject({ phase: "succeeded" });
    expect(await never).toMatchObject({ reason: "timeout" });
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});

const policyOf = (wait: Partial<ScheduledWait> = {}): ScheduledWait => ({
  startedMs: 0,
  deadlineMs: 60_000,
  lateSinceMs: -1,
  settings: {},
  job: { lifecycle: { poll: { initialDelayMs: 4000, intervalMs: 5000, timeoutMs: 60_000, notFoundRetryMs: 10_000 } } },
  ...wait,
});

test("is a policy of pure functions of state and time", () => {
  const wait = policyOf();
  expect(intervalOf(wait)).toBe(5000);
  expect(intervalOf(policyOf({ settings: { intervalMs: 20 } }))).toBe(20);
  expect(firstPollAt(wait, { epochMs: 1000, spreadMs: 3 })).toBe(3);
  expect(usualPollAt({ startedMs: 0, endedMs: 9000, notBeforeMs: 0 }, 5000)).toBe(11_500);
  expect(finalPollAt(wait, 0)).toBe(59_750);
  expect(finalPollAt(wait, 3000)).toBe(57_000);
  expect(finalPollAt(policyOf({ settings: { finalPollMs: 0 } }), 0)).toBe(59_999);
  const sleep = { usualMs: 70_000, askedMs: 0, hasFailed: false, slowestMs: 0, isAlone: true };
  expect(wakeAt(wait, sleep, 0)).toBe(59_750);
  expect(wakeAt(wait, { ...sleep, askedMs: 59_750 }, 59_750)).toBe(60_000);
  expect(wakeAt(wait, { ...sleep, askedMs: 59_750, hasFailed: true }, 59_800)).toBe(59_900);
  expect(pollLimitAt(wait, { startedMs: 10_000 }, 0, false)).toBe(35_000);
  expect(pollLimitAt(wait, { startedMs: 10_000 }, 0, true)).toBe(20_000);
  expect(hintedPollAt(-1, 50)).toBe(50);
  expect(hintedPollAt(0, 50)).toBe(1000);
  expect([1, 2, 3, 4, 5, 6, 7].map((errors) => backoffMs(errors, 0.5))).toEqual([
    500, 1000, 2000, 4000, 8000, 15_000, 15_000,
  ]);
  expect([undefined, -1, Number.NaN, 5, Infinity].map(saneDelay)).toEqual([0, 0, 0, 5, 86_400_000]);
});
