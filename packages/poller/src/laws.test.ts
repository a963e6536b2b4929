import type { JobState } from "@genwait/lifecycle";
import { createVirtualClock } from "@genwait/lifecycle/testing";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import {
  fails,
  incomplete,
  failed,
  pending,
  type ScriptedJob,
  type Scripted,
  scriptedJob,
  stateOf,
  succeeded,
} from "./fixtures/scripted-job.ts";
import { createPoller, isWaitError, type PollerEvent } from "./index.ts";

const delay = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 40_000 }));
const hint = fc.oneof(
  fc.constantFrom(-5, Number.NaN, 0, 0.5, 2 ** 31, 2.6e9, Infinity),
  fc.integer({ min: 1, max: 60_000 }),
);
const unfinished: fc.Arbitrary<Scripted> = fc.oneof(
  { weight: 4, arbitrary: delay.map((takesMs) => ({ ...pending, takesMs })) },
  fc
    .record(
      { retryAfterMs: hint, lowLimit: fc.record({ remaining: hint, windowMs: hint, intervalMs: hint }) },
      { requiredKeys: [] },
    )
    .map((more) => ({ ...pending, more })),
  fc.integer({ min: 0, max: 3 }).map((body) => stateOf("pending", body)),
  fc
    .tuple(fc.constantFrom("rate-limited", "unavailable", "network", "invalid-response", "not-found"), hint, delay)
    .map(([kind, retryAfterMs, takesMs]): Scripted => ({ ...fails(kind as "network", { retryAfterMs }), takesMs })),
  fc.constantFrom<Scripted>({ hangs: "until aborted" }, { hangs: "for ever" }, { throws: new Error("a bug") }),
);
const last = fc.constantFrom<Scripted>(succeeded, failed, stateOf("partial"), pending, incomplete, fails("forbidden"));
const wait = fc.record(
  {
    timeoutMs: fc.integer({ min: 0, max: 300_000 }),
    intervalMs: fc.integer({ min: 1000, max: 20_000 }),
    maxErrors: fc.integer({ min: 1, max: 5 }),
    notFoundRetryMs: fc.integer({ min: 0, max: 20_000 }),
    finalPollMs: fc.integer({ min: 0, max: 5000 }),
    pollTimeoutMs: fc.integer({ min: 100, max: 30_000 }),
    abortAtMs: fc.integer({ min: 0, max: 120_000 }),
    joinAtMs: fc.integer({ min: 0, max: 60_000 }),
    known: fc.boolean(),
  },
  { requiredKeys: ["timeoutMs"] },
);
const world = fc.record({
  scripts: fc.array(fc.tuple(fc.array(unfinished, { maxLength: 12 }), last), { minLength: 1, maxLength: 3 }),
  waits: fc.array(fc.tuple(fc.nat({ max: 2 }), wait), { minLength: 1, maxLength: 5 }),
  seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  maxConcurrent: fc.constantFrom(1, 2, 200),
  requestsPerSecond: fc.constantFrom(0.5, 3, Infinity),
  // What a listener does in the middle of everything.
  meddling: fc.array(fc.constantFrom("wait", "abort", "wake", "throw", "nothing"), { maxLength: 12 }),
  // A listener that waits for the same job again, in the middle of its end.
  again: fc.nat({ max: 3 }),
});

interface Begun {
  readonly timeoutMs: number;
  readonly intervalMs?: number;
  readonly abortAtMs?: number;
  readonly joinAtMs?: number;
}

interface Outcome {
  readonly job: ScriptedJob;
  readonly openedMs: number;
  readonly settledMs: number;
  readonly timeoutMs: number;
  readonly intervalMs: number;
  readonly result: JobState | undefined;
  readonly error: unknown;
}

// A wait whose time is over when it begins gets one poll, and this much for it.
const lateMs = 30_000;

test("holds its laws whatever services respond and callers do", async () => {
  vi.spyOn(process, "emitWarning").mockImplementation(() => {});
  await fc.assert(
    fc.asyncProperty(world, async ({ scripts, waits, seed, maxConcurrent, requestsPerSecond, again, meddling }) => {
      const clock = createVirtualClock();
      const events: PollerEvent[] = [];
      const random = randomFrom(seed);
      const controllers: AbortController[] = [];
      const acts = [...meddling];
      const meddle = (id: string): void => {
        const act = acts.shift();
        const job = jobs.find((each) => each.id === id);
        if (job === undefined) return;
        if (act === "wait") restarts.push(begin(job, { timeoutMs: 300 }));
        if (act === "abort") controllers[acts.length % controllers.length]?.abort("by the caller");
        if (act === "wake") poller.wake(job);
        if (act === "throw") throw new Error("a bug in a listener");
      };
      const poller = createPoller({
        clock,
        random,
        rateLimit: { maxConcurrent, requestsPerSecond },
        onEvent: (event) => {
          events.push(event);
          const ended = event.type === "settled" && jobs.find(({ id }) => id === event.id);
          if (ended && restarts.length < again) restarts.push(begin(ended, { timeoutMs: 20_000 }));
          meddle(event.id);
        },
      });
      const restarts: Promise<Outcome>[] = [];
      const served = new Map<ScriptedJob, JobState[]>();
      const jobs = scripts.map(([script, end], index) => {
        const responses = [...script, end];
        const job = scriptedJob((attempt) => responses[Math.min(attempt, responses.length - 1)] ?? pending, {
          clock,
          id: `${index}`,
          client: clock,
        });
        served.set(
          job,
          responses.flatMap((response) => ("state" in response ? [response.state] : [])),
        );
        return job;
      });
      const begin = async (job: ScriptedJob, { abortAtMs, joinAtMs, ...options }: Begun): Promise<Outcome> => {
        if (joinAtMs !== undefined) await new Promise<void>((resolve) => void clock.after(joinAtMs, resolve));
        const controller = new AbortController();
        controllers.push(controller);
        const cancel =
          abortAtMs === undefined ? () => {} : clock.after(abortAtMs, () => controller.abort("by the caller"));
        const openedMs = clock.elapsed();
        const settled = await poller.wait(job, { ...options, signal: controller.signal }).then(
          (result) => ({ result, error: undefined }),
          (error: unknown) => ({ result: undefined, error }),
        );
        cancel();
        return {
          job,
          openedMs,
          settledMs: clock.elapsed(),
          timeoutMs: options.timeoutMs,
          intervalMs: options.intervalMs ?? 5000,
          ...settled,
        };
      };
      const outcomes = await Promise.all(
        waits.map(([index, options]) => {
          const [first] = jobs;
          const job = jobs[index % jobs.length] ?? first;
          if (job === undefined) throw new Error("There is at least one job.");
          return begin(job, options);
        }),
      );
      for (const restarted of restarts) outcomes.push(await restarted);

      for (const { job, openedMs, settledMs, timeoutMs, result, error } of outcomes) {
        const deadlineMs = Math.floor(openedMs) + timeoutMs;
        // Never past the deadline, and never earlier than it must.
        expect(settledMs).toBeLessThanOrEqual(timeoutMs === 0 ? deadlineMs + lateMs : deadlineMs);
        if (isWaitError(error) && error.reason === "timeout") expect(settledMs).toBeGreaterThanOrEqual(deadlineMs);
        // The result reported is the result served.
        if (result !== undefined) expect(served.get(job)).toContain(result);
        if (result === undefined && !isWaitError(error)) expect(error).toBe("by the caller");
        if (isWaitError(error)) expect(error.cause).toBe(error.lastError);
      }
      for (const job of jobs) {
        expect(job.counts.mostAtOnce).toBeLessThanOrEqual(1);
        // No poll is in flight after the last waiter has left.
        expect(job.counts.open).toBe(0);
        expect(job.pollsMs.length).toBeLessThanOrEqual(pollsAllowed(job, outcomes, events));
        // Never a poll for nobody, nor one after the result that all who waited then were told.
        for (const pollMs of job.pollsMs) {
          expect(
            outcomes.some(
              (outcome) => outcome.job === job && outcome.openedMs <= pollMs && pollMs <= outcome.settledMs,
            ),
          ).toBe(true);
        }
      }
      const starts = jobs.flatMap(({ pollsMs }) => pollsMs);
      for (const fromMs of starts)
        expect(starts.filter((ms) => ms >= fromMs && ms < fromMs + 1000).length).toBeLessThanOrEqual(
          Math.max(1, requestsPerSecond),
        );
      expect(events.filter(({ type }) => type === "settled")).toHaveLength(outcomes.length);
      expect(clock.pending()).toBe(0);
    }),
    { numRuns: Number(process.env["GENWAIT_WORLDS"] ?? 300) },
  );
}, 3_600_000);

// One when it begins, one for each interval, one for each error, and the final polls of each wait: a few where one slow poll
// made the first of them an early one, and one for each hint to poll now.
const pollsAllowed = (job: ScriptedJob, outcomes: readonly Outcome[], events: readonly PollerEvent[]): number => {
  const own = outcomes.filter((outcome) => outcome.job === job);
  if (own.length === 0) return 0;
  const spanMs = Math.max(...own.map(({ settledMs }) => settledMs)) - Math.min(...own.map(({ openedMs }) => openedMs));
  const intervalMs = Math.min(...own.map((outcome) => outcome.intervalMs));
  const errors = events.filter(({ type, id }) => type === "retry" && id === job.id).length;
  return 1 + spanMs / intervalMs + errors + own.length * 8 + 12;
};

const randomFrom = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
};
