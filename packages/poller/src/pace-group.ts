import { createFifo, type Fifo } from "./fifo.ts";
import type { Loop } from "./loop.ts";
import type { WakeNode } from "./wake-heap.ts";

/** What all jobs of one client share: when the next read of any of them may start. */
export interface PaceGroup extends WakeNode {
  /** Loops that are open. */
  size: number;
  /** The most loops since none was open. */
  peak: number;
  inFlight: number;
  /** The service asked everybody to stay away until then. */
  pausedUntilMs: number;
  /** A declared limit runs low: reads are this far apart. */
  slowDownMs: number;
  /** The earliest start of the next read, by slow-down and smoothing. */
  nextMs: number;
  /** The earliest start of the next read, by the configured budget. */
  budgetMs: number;
  /** When an answer last changed the pace: answers to reads that started before say nothing new. */
  changedMs: number;
  /** Answers of 429 in a row. */
  strikes: number;
  /** Loops in the two queues below, without those that have left. */
  queued: number;
  /** Loops whose read is due, the longest due first. */
  readonly due: Fifo<Loop>;
  /** Loops whose last look is due: they go first, and past a pause. */
  readonly urgent: Fifo<Loop>;
  /** What was reported, so that it is reported once. */
  readonly reported: Set<string>;
}

export const createPaceGroup = (): PaceGroup => ({
  wakeMs: 0,
  heapIndex: -1,
  size: 0,
  peak: 0,
  inFlight: 0,
  pausedUntilMs: 0,
  slowDownMs: 0,
  nextMs: 0,
  budgetMs: 0,
  changedMs: 0,
  strikes: 0,
  queued: 0,
  due: createFifo(),
  urgent: createFifo(),
  reported: new Set(),
});
