import type { JobState } from "@genwait/lifecycle";
import { createVirtualClock } from "@genwait/lifecycle/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type Answer,
  fails,
  failed,
  pending,
  type ScriptedJob,
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
const unfinished: fc.Arbitrary<Answer> = fc.oneof(
  { weight: 4, arbitrary: delay.map((takesMs) => ({ ...pending, takesMs })) },
  fc.record({ retryAfterMs: hint, slowDownMs: hint }, { requiredKeys: [] }).map((more) => ({ ...pending, more })),
  fc.integer({ min: 0, max: 3 }).map((body) => stateOf("pending", body)),
  fc
    .tuple(fc.constantFrom("rate-limited", "unavailable", "network", "contract", "not-found"), hint, delay)
    .map(([kind, retryAfterMs, takesMs]): Answer => ({ ...fails(kind as "network", { retryAfterMs }), takesMs })),
  fc.constantFrom<Answer>({ hangs: "until aborted" }, { hangs: "for ever" }, { throws: new Error("a bug") }),
);
const end = fc.constantFrom<Answer>(succeeded, failed, stateOf("partial"), pending, fails("forbidden"));
const wait = fc.record(
  {
    timeoutMs: fc.integer({ min: 0, max: 300_000 }),
    intervalMs: fc.integer({ min: 1000, max: 20_000 }),
    maxErrors: fc.integer({ min: 1, max: 5 }),
    notFoundGraceMs: fc.integer({ min: 0, max: 20_000 }),
    lastLookMs: fc.integer({ min: 0, max: 5000 }),
    readTimeoutMs: fc.integer({ min: 100, max: 30_000 }),
    abortAtMs: fc.integer({ min: 0, max: 120_000 }),
    joinAtMs: fc.integer({ min: 0, max: 60_000 }),
  },
  { requiredKeys: ["timeoutMs"] },
);
const world = fc.record({
  scripts: fc.array(fc.tuple(fc.array(unfinished, { maxLength: 12 }), end), { minLength: 1, maxLength: 3 }),
  waits: fc.array(fc.tuple(fc.nat({ max: 2 }), wait), { minLength: 1, maxLength: 5 }),
  seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  maxInFlight: fc.constantFrom(1, 2, 200),
  // A listener that waits for the same job again, in the middle of its end.
  again: fc.nat({ max: 3 }),
});

interface Wait {
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
  readonly end: JobState | undefined;
  readonly error: unknown;
}

test("holds its laws whatever services answer and callers do", async () => {
  await fc.assert(
    fc.asyncProperty(world, async ({ scripts, waits, seed, maxInFlight, again }) => {
      const clock = createVirtualClock();
      const events: PollerEvent[] = [];
      const random = randomFrom(seed);
      const poller = createPoller({
        clock,
        random,
        pace: { maxInFlight },
        onEvent: (event) => {
          events.push(event);
          const ended = event.type === "end" && jobs.find(({ id }) => id === event.id);
          if (ended && restarts.length < again) restarts.push(begin(ended, { timeoutMs: 20_000 }));
        },
      });
      const restarts: Promise<Outcome>[] = [];
      const served = new Map<ScriptedJob, JobState[]>();
      const jobs = scripts.map(([script, last], index) => {
        const answers = [...script, last];
        const job = scriptedJob((attempt) => answers[Math.min(attempt, answers.length - 1)] ?? pending, {
          clock,
          id: `${index}`,
          paceGroup: clock,
        });
        served.set(
          job,
          answers.flatMap((answer) => ("state" in answer ? [answer.state] : [])),
        );
        return job;
      });
      const begin = async (job: ScriptedJob, { abortAtMs, joinAtMs, ...options }: Wait): Promise<Outcome> => {
        if (joinAtMs !== undefined) await new Promise<void>((resolve) => void clock.after(joinAtMs, resolve));
        const controller = new AbortController();
        const cancel =
          abortAtMs === undefined ? () => {} : clock.after(abortAtMs, () => controller.abort("by the caller"));
        const openedMs = clock.elapsed();
        const settled = await poller.wait(job, { ...options, signal: controller.signal }).then(
          (state) => ({ end: state, error: undefined }),
          (error: unknown) => ({ end: undefined, error }),
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

      for (const { job, openedMs, settledMs, timeoutMs, end, error } of outcomes) {
        // Never past the deadline, and never earlier than it must.
        expect(settledMs).toBeLessThanOrEqual(openedMs + timeoutMs);
        if (isWaitError(error) && error.reason === "timeout") expect(settledMs).toBe(Math.floor(openedMs) + timeoutMs);
        // The end reported is the end served.
        if (end !== undefined) expect(served.get(job)).toContain(end);
        if (end === undefined && !isWaitError(error)) expect(error).toBe("by the caller");
      }
      for (const job of jobs) {
        expect(job.counts.mostAtOnce).toBeLessThanOrEqual(1);
        expect(job.counts.open).toBe(0);
        expect(job.readsMs.length).toBeLessThanOrEqual(readsAllowed(job, outcomes, events));
        // Never a read for nobody, nor one after the end that all who waited then were told.
        for (const readMs of job.readsMs) {
          expect(
            outcomes.some(
              (outcome) => outcome.job === job && outcome.openedMs <= readMs && readMs <= outcome.settledMs,
            ),
          ).toBe(true);
        }
      }
      expect(events.filter(({ type }) => type === "end")).toHaveLength(outcomes.length);
      expect(clock.pending()).toBe(0);
    }),
    { numRuns: 300 },
  );
}, 120_000);

// One when it begins, one for each interval, one for each error, and the last looks of each wait: a few where one slow read
// made the first of them an early one.
const readsAllowed = (job: ScriptedJob, outcomes: readonly Outcome[], events: readonly PollerEvent[]): number => {
  const own = outcomes.filter((outcome) => outcome.job === job);
  if (own.length === 0) return 0;
  const spanMs = Math.max(...own.map(({ settledMs }) => settledMs)) - Math.min(...own.map(({ openedMs }) => openedMs));
  const intervalMs = Math.min(...own.map((outcome) => outcome.intervalMs));
  const errors = events.filter(({ type, id }) => type === "retry" && id === job.id).length;
  return 1 + spanMs / intervalMs + errors + own.length * 8;
};

const randomFrom = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
};
