import type { Job, Scalar } from "@genwait/lifecycle";
import type { PaceGroup } from "./pace-group.ts";
import type { ReadErrorKind } from "./passing-errors.ts";
import type { ReadCall } from "./read-call.ts";
import type { WaitOptions } from "./wait-options.ts";
import type { WakeNode } from "./time-lists.ts";

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
  /** The job's, which may make it anew each time it is asked. */
  readonly identity: string;
  readonly group: PaceGroup;
  /** The first of those who wait; without one the loop is closed. */
  next: Waiter | undefined;
  /** The first deadline, and the shortest interval, of those who wait. */
  deadlineMs: number;
  intervalMs: number;
  /** Asleep: when to read. Queued: when the last look is due. Reading: when to cut the read off. */
  dueMs: number;
  /** The read in flight. */
  call: ReadCall | undefined;
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

export const createLoop = (job: Job<SomeState>, identity: string, group: PaceGroup, dueMs: number): Loop => ({
  wakeMs: -1,
  job,
  identity,
  group,
  next: undefined,
  deadlineMs: 0,
  intervalMs: 0,
  dueMs,
  call: undefined,
  slowestMs: 0,
  attempts: 0,
  state: undefined,
  trouble: undefined,
});

/** What one who waits says. No closure: every read would make a handful. */
export type Say = (loop: Loop, waiter: Waiter, nowMs: number, otherMs: number, is: boolean) => number;

/** The least of what those who wait say. */
export const least = (loop: Loop, say: Say, nowMs: number = 0, otherMs: number = 0, is: boolean = false): number => {
  let found = Infinity;
  for (let { next } = loop; next; next = next.next) found = Math.min(found, say(loop, next, nowMs, otherMs, is));
  return found;
};

/** Somebody has come, or has left others behind. A declaration of "every: 0s" is no reason to spin. */
export const measure = (loop: Loop): void => {
  loop.deadlineMs = least(loop, ownDeadline);
  loop.intervalMs = Math.max(1, least(loop, ownInterval));
};

const ownDeadline = (_: Loop, { deadlineMs }: Waiter): number => deadlineMs;

const ownInterval = ({ job }: Loop, { options }: Waiter): number => options.intervalMs ?? job.lifecycle.poll.everyMs;
