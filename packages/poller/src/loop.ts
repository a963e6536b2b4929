import type { Job, Scalar } from "@genwait/lifecycle";
import type { PaceGroup } from "./pace-group.ts";
import type { ReadErrorKind } from "./passing-errors.ts";
import type { WaitOptions } from "./wait-options.ts";
import type { WakeNode } from "./wake-heap.ts";

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
export interface Loop extends WakeNode {
  readonly job: Job<SomeState>;
  readonly group: PaceGroup;
  /** The first of those who wait; without one the loop is closed. */
  next: Waiter | undefined;
  /** Asleep: when to read. Queued: when the last look is due. Reading: when to cut the read off. */
  dueMs: number;
  /** The read in flight, and when it began. */
  call: AbortController | undefined;
  calledMs: number;
  slowestMs: number;
  attempts: number;
  /** The last state that was read. */
  state: SomeState | undefined;
  trouble: Trouble | undefined;
}

/** What went wrong so far. */
export interface Trouble {
  readonly counts: Partial<Record<ReadErrorKind, number>>;
  /** Errors in a row, of whatever kind. */
  inRow: number;
}

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

export const createLoop = (job: Job<SomeState>, group: PaceGroup, dueMs: number): Loop => ({
  wakeMs: 0,
  heapIndex: -1,
  job,
  group,
  next: undefined,
  dueMs,
  call: undefined,
  calledMs: 0,
  slowestMs: 0,
  attempts: 0,
  state: undefined,
  trouble: undefined,
});

/** The least of what those who wait say. They may leave meanwhile. */
export const least = (loop: Loop, of: (waiter: Waiter) => number): number => {
  let found = Infinity;
  for (let { next } = loop; next; next = next.next) found = Math.min(found, of(next));
  return found;
};

/** Whose interval is the shortest decides; a declaration of "every: 0s" is no reason to spin. */
export const intervalOf = (loop: Loop): number =>
  Math.max(
    1,
    least(loop, ({ options }) => options.intervalMs ?? loop.job.lifecycle.poll.everyMs),
  );
