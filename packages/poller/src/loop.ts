import type { Job, Scalar } from "@genwait/lifecycle";
import type { PaceGroup } from "./pace-group.ts";
import type { AnswerKind } from "./passing-errors.ts";
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
  /** The first of a linked list; without one the loop is closed. */
  waiter: Waiter | undefined;
  /** Asleep: when to read. Queued: when the last look is due. Reading: when to cut the read off. Below zero: never. */
  dueMs: number;
  place: Place;
  attempts: number;
  slowestMs: number;
  /** The read in flight. */
  call: Call | undefined;
  /** The last state that was read. */
  state: SomeState | undefined;
  trouble: Trouble | undefined;
}

/** Which queue of the pace group a loop stands in. */
export const Place = { none: 0, due: 1, urgent: 2 } as const;
export type Place = (typeof Place)[keyof typeof Place];

/** One read in flight. */
export interface Call {
  readonly startedMs: number;
  readonly controller: AbortController;
}

/** What went wrong so far. */
export interface Trouble {
  readonly counts: Partial<Record<AnswerKind, number>>;
  /** Errors in a row, of whatever kind. */
  inRow: number;
}

/** One who waits. */
export interface Waiter {
  /** Undefined once settled. */
  loop: Loop | undefined;
  next: Waiter | undefined;
  readonly startedMs: number;
  readonly deadlineMs: number;
  readonly options: WaitOptions<SomeState> | undefined;
  /** Errors in a row that count, seen by this one. */
  errors: number;
  /** A method, so that a waiter for a narrower state is one, too. */
  settle(outcome: SomeState | Promise<never>): void;
}

/** Everyone who waits, as a list that stays as it is while they leave. */
export const waitersOf = (loop: Loop): Waiter[] => {
  const waiters: Waiter[] = [];
  for (let waiter = loop.waiter; waiter !== undefined; waiter = waiter.next) waiters.push(waiter);
  return waiters;
};

/** Whose interval is the shortest decides. */
export const intervalOf = ({ job, waiter: first }: Loop): number => {
  let intervalMs = Infinity;
  for (let waiter = first; waiter !== undefined; waiter = waiter.next) {
    intervalMs = Math.min(intervalMs, waiter.options?.intervalMs ?? job.lifecycle.poll.everyMs);
  }
  // A declaration of "every: 0s" is no reason to spin.
  return Math.max(1, intervalMs);
};
