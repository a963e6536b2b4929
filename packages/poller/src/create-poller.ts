import { type Clock, type EndState, type Job, systemClock } from "@genwait/lifecycle";
import { createAlarms } from "./alarms.ts";
import { checkNumbers } from "./check-numbers.ts";
import { createEmitter } from "./emitter.ts";
import type { Engine } from "./engine.ts";
import type { ManyOptions } from "./many-options.ts";
import { openWait } from "./open-wait.ts";
import type { PollerEvent } from "./poller-event.ts";
import { settleWait } from "./settle-wait.ts";
import { createSignals } from "./signals.ts";
import { waitAll, waitMany } from "./wait-many.ts";
import type { WaitOptions } from "./wait-options.ts";
import type { AnyJob, Jobs, WaitResult } from "./wait-result.ts";
import { wake } from "./wake.ts";
import { watchJob } from "./watch-job.ts";

export interface PollerOptions {
  /** A budget for each pace group, which is a client unless shared on purpose. */
  readonly pace?: PaceOptions;
  /** @default the machine's own time */
  readonly clock?: Clock;
  /** From 0 to below 1; jitter is drawn from it. @default Math.random */
  random?(): number;
  /** Told what happens. What it throws is reported as an uncaught error, and harms no wait. */
  onEvent?(event: PollerEvent): void;
}

export interface PaceOptions {
  /** In no second do more reads start than this; they are evenly spread over it. May be a fraction. @default no limit */
  readonly requestsPerSecond?: number;
  /** Reads under way at once, at most. @default 240 */
  readonly maxInFlight?: number;
}

/** Waits for jobs: one loop for each job, one pace for all that share a client, one timer for everything. */
export interface Poller {
  /**
   * Waits for one job and resolves with how it ended, also when it failed: that is data.
   *
   * @throws WaitError when the wait ended before the job; the signal's reason when aborted; what `onUpdate` threw.
   */
  wait<State extends { readonly phase: string }>(
    job: Job<State>,
    options?: WaitOptions<State>,
  ): Promise<EndState<State>>;
  /** Iterates over every change of a job's state, then its end. Leaving early ends the wait. Throws as `wait` rejects. */
  watch<State extends { readonly phase: string }>(
    job: Job<State>,
    options?: WaitOptions<State>,
  ): AsyncIterableIterator<State, undefined>;
  /** Waits for many jobs and gives them as they end. Pulls a job when there is room for it. Throws only when aborted, or what the source threw. */
  each<J extends AnyJob>(jobs: Jobs<J>, options?: ManyOptions<J>): AsyncIterableIterator<WaitResult<J>, undefined>;
  /** Waits for many jobs and resolves with all results, in the order of the jobs. Rejects only when aborted, or with what the source threw. */
  all<J extends AnyJob>(jobs: Jobs<J>, options?: ManyOptions<J>): Promise<WaitResult<J>[]>;
}

// Enough for thousands of jobs. Over HTTP/1.1 each is a socket, and some systems allow a process no more than 256 files.
const defaultMaxInFlight = 240;

/**
 * Creates a poller. One for a whole program is right: jobs of different clients do not hold each other up.
 *
 * @throws RangeError for a pace that lets nothing through.
 * @example
 * ```ts
 * const poller = createPoller();
 * const end = await poller.wait(job, { timeoutMs: 300_000 });
 * ```
 */
export const createPoller = ({
  pace = {},
  clock = systemClock,
  random = Math.random,
  onEvent,
}: PollerOptions = {}): Poller => {
  const { requestsPerSecond = Infinity, maxInFlight = defaultMaxInFlight } = pace;
  checkNumbers(pace, false);
  const engine: Engine = {
    clock,
    nowMs: () => Math.floor(clock.elapsed()),
    random,
    maxInFlight,
    requestsPerSecond,
    emit: createEmitter(onEvent),
    loops: new Map(),
    groups: new WeakMap(),
    signals: createSignals((waiter, reason) => settleWait(engine, waiter, Promise.reject(reason), "aborted")),
    alarms: createAlarms(clock, (node, nowMs) => wake(engine, node, nowMs)),
    watch: { dueMs: 0, place: -1 },
  };
  return {
    wait: (job, options) => openWait(engine, job, options),
    watch: (job, options) => watchJob(engine, job, options),
    each: (jobs, options) => waitMany(engine, jobs, options, (result) => result),
    all: (jobs, options) => waitAll(engine, jobs, options),
  };
};
