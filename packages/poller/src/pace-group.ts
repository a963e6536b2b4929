import type { Loop } from "./loop.ts";
import type { WakeNode } from "./wake-heap.ts";

/** What all jobs of one client share: when the next read of any of them may start. */
export interface PaceGroup extends WakeNode {
  /** Loops that are open. */
  size: number;
  /** The most loops since none was open. */
  peak: number;
  inFlight: number;
  /** The earliest start of the next read: after a pause that the service asked for, and not in a burst. */
  nextMs: number;
  /** The earliest start of the next read by the configured budget; not even a last look is earlier. */
  budgetMs: number;
  /** A declared limit runs low: reads are this far apart. */
  slowDownMs: number;
  /** Answers of 429 in a row that named no time. */
  strikes: number;
  /** Loops whose read is due, the longest due first. */
  readonly due: Set<Loop>;
  /** Loops whose last look is due: they go first, and past a pause. */
  readonly urgent: Set<Loop>;
  /** What was reported, so that it is reported once. */
  readonly reported: Set<string>;
}

export const createPaceGroup = (): PaceGroup => ({
  heapIndex: -1,
  size: 0,
  peak: 0,
  inFlight: 0,
  nextMs: 0,
  budgetMs: 0,
  slowDownMs: 0,
  strikes: 0,
  due: new Set(),
  urgent: new Set(),
  reported: new Set(),
});
