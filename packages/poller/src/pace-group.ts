import type { Loop } from "./loop.ts";
import type { Sleeper } from "./time-lists.ts";

/** What all jobs of one client share: when the next read of any of them may start. */
export interface PaceGroup extends Sleeper {
  /** Loops that are open, and the most of them since none was. */
  size: number;
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
  dueMs: 0,
  place: -1,
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

/** Whether reads of the group wait for their turn. */
export const isQueued = ({ due, urgent }: PaceGroup): boolean => due.size + urgent.size > 0;

/**
 * The next of the times that the loops of a crowd have in common: to wake the process costs as much as a dozen reads. The
 * bigger the crowd, the farther apart they are; a sixtieth of the interval at most.
 */
export const onGrid = ({ group, intervalMs }: Loop, ms: number): number => {
  const gridMs = Math.floor(Math.min(intervalMs / 60, group.peak / 100)) || 1;
  return Math.ceil(ms / gridMs) * gridMs;
};
