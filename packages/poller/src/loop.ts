import type { Job, Scalar } from "@genwait/lifecycle";
import type { PaceGroup } from "./pace-group.ts";
import type { ReadErrorKind } from "./passing-errors.ts";
import type { ReadCall } from "./read-call.ts";
import type { Sleeper } from "./time-lists.ts";
import type { WaitOptions } from "./wait-options.ts";

/** As much of a state as a loop reads. */
export interface SomeState {
  readonly phase: string;
  readonly stage?: string;
  readonly progress?: number;
  readonly unknownStatus?: Scalar;
}

/**
 * The reading of one job, shared by everyone who waits for it. Ten thousand of them are alive at once: fields are few,
 * numbers whole, and what is rarely needed is made when it is.
 */
export interface Loop extends Sleeper {
  readonly job: Job<SomeState>;
  /** The job's, which may make it anew each time it is asked; undefined once nobody can join any more. */
  identity: string | undefined;
  readonly group: PaceGroup;
  /** Those who wait, the first deadline first; without one the loop is closed. */
  next: Waiter | undefined;
  /** The shortest interval of those who wait. */
  intervalMs: number;
  /** The read in flight. */
  call: ReadCall | undefined;
  slowestMs: number;
  attempts: number;
  /** The last state that was read. */
  state: SomeState | undefined;
  /** Errors in a row, of whatever kind. */
  inRow: number;
  /** All errors, once there was one. */
  counts: ErrorCounts | undefined;
}

/** How often there was an error of each kind. */
export type ErrorCounts = Partial<Record<ReadErrorKind, number>>;

/** One who waits, and the next one. */
export interface Waiter {
  /** Undefined once settled. */
  loop: Loop | undefined;
  next: Waiter | undefined;
  readonly startedMs: number;
  readonly deadlineMs: number;
  readonly options: WaitOptions<SomeState>;
  /** Errors in a row that count, seen by this one. */
  errors: number;
  /** A method, so that a waiter for a narrower state is one, too. */
  settle(outcome: SomeState | Promise<never>): void;
}

/** Somebody has come, or has left others behind. A declaration of "every: 0s" is no reason to spin. */
export const measure = (loop: Loop): void => {
  let ms = Infinity;
  for (let { next } = loop; next; next = next.next)
    ms = Math.min(ms, next.options.intervalMs ?? loop.job.lifecycle.poll.everyMs);
  loop.intervalMs = Math.max(1, ms);
};
