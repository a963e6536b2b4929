import type { Loop } from "./loop.ts";
import type { WakeNode } from "./time-lists.ts";

/** What all jobs of one client share: when the next read of any of them may start. */
export interface PaceGroup extends WakeNode {
  /** Loops that are open. */
  size: number;
  /** The shortest interval, and the most loops, since none was open. */
  intervalMs: number;
  peak: number;
  /** In a crowd, times that loops have in common are this far apart: to wake the process costs as much as a dozen reads. */
  gridMs: number;
  /** Loops that are due together are read this far apart. */
  gapMs: number;
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
  wakeMs: -1,
  size: 0,
  intervalMs: Infinity,
  peak: 0,
  gridMs: 1,
  gapMs: 0,
  inFlight: 0,
  nextMs: 0,
  budgetMs: 0,
  slowDownMs: 0,
  strikes: 0,
  due: new Set(),
  urgent: new Set(),
  reported: new Set(),
});

/** Twice as densely as in the usual course, or this. */
const widestGapMs = 10;

/** A loop has joined the group, or the last one has left it. */
export const resize = (group: PaceGroup, by: 1 | -1, intervalMs: number): void => {
  group.size += by;
  const isEmpty = group.size === 0;
  group.peak = isEmpty ? 0 : Math.max(group.peak, group.size);
  group.intervalMs = isEmpty ? Infinity : Math.min(group.intervalMs, intervalMs);
  group.gapMs = Math.min(widestGapMs, group.intervalMs / group.peak / 2);
  // A power of two, so that the times of a smaller crowd are among those of a bigger one.
  group.gridMs = 2 ** Math.floor(Math.log2(Math.max(1, Math.min(group.intervalMs / 25, group.peak / 100))));
};
