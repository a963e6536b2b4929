import type { Engine } from "./engine.ts";
import type { Loop, Waiter } from "./loop.ts";
import { onGrid } from "./pace-group.ts";

/** A last look that starts later than this would not come back in time. */
const shortestMs = 250;

/** When the last look of a wait starts: early enough to finish, as late as it can. */
export const lookAt = ({ slowestMs }: Loop, { startedMs, deadlineMs, options }: Waiter): number => {
  const longestMs = (deadlineMs - startedMs) / 4;
  return deadlineMs - (options.lastLookMs ?? Math.min(Math.max(slowestMs, shortestMs), longestMs));
};

/**
 * Puts a loop to sleep until its next read, given when the pace would have it: never so late that nothing can come of it.
 * After the last look halfway to the deadline, if an early one left time for another or if it failed; else only the
 * deadline remains.
 */
export const sleepUntilRead = (
  { alarms }: Engine,
  loop: Loop,
  waiter: Waiter,
  nowMs: number,
  wantedMs: number,
  hasFailed: boolean,
): void => {
  const { deadlineMs, options } = waiter;
  const lookMs = lookAt(loop, waiter);
  const leftMs = deadlineMs - nowMs;
  const neededMs = hasFailed ? shortestMs / 5 : options.lastLookMs === undefined ? 4 * shortestMs : Infinity;
  const dueMs = onGrid(loop, wantedMs);
  alarms.set(
    loop,
    nowMs < lookMs ? Math.min(dueMs, lookMs) : leftMs > neededMs ? Math.min(dueMs, nowMs + leftMs / 2) : deadlineMs,
  );
};
