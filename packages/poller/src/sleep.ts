import type { Engine } from "./engine.ts";
import { lookAt } from "./last-look.ts";
import type { Loop, Waiter } from "./loop.ts";
import { onGrid } from "./pace-group.ts";

/** With less time left than this, one more look after the last is not worth it: after one that came early, and after one that failed. */
const [neededForAnotherMs, neededToRepeatMs] = [1000, 50];

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
  const neededMs = hasFailed ? neededToRepeatMs : options.lastLookMs === undefined ? neededForAnotherMs : Infinity;
  const dueMs = onGrid(loop, wantedMs);
  alarms.set(
    loop,
    nowMs < lookMs ? Math.min(dueMs, lookMs) : leftMs > neededMs ? Math.min(dueMs, nowMs + leftMs / 2) : deadlineMs,
  );
};
