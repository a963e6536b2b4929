import type { Loop, Waiter } from "./loop.ts";

/** A last look earlier than the rest of the time by less than this would not come back in time. */
const shortestLookMs = 250;

/** With more time left than this after a last look there is time for another. */
const anotherLookMs = 4 * shortestLookMs;

/** A last look that failed is repeated while at least this is left. */
const repeatMs = 50;

/** When the last look of a wait starts: early enough to finish, as late as it can. */
export const lastLookAt = ({ startedMs, deadlineMs, options }: Waiter, slowestMs: number): number => {
  const totalMs = deadlineMs - startedMs;
  return Math.floor(deadlineMs - Math.min(options?.lastLookMs ?? lookMs(slowestMs, totalMs), totalMs));
};

/**
 * When a wait wants the next read, given when the pace would have it: never so late that nothing can come of it. Below
 * zero when its last look is over and only the deadline remains.
 */
export const clampToLook = (
  waiter: Waiter,
  slowestMs: number,
  nowMs: number,
  wantedMs: number,
  mayRepeat: boolean,
): number => {
  const lookAtMs = lastLookAt(waiter, slowestMs);
  if (nowMs < lookAtMs) return Math.min(wantedMs, lookAtMs);
  const leftMs = waiter.deadlineMs - nowMs;
  if (leftMs > anotherLookMs && waiter.options?.lastLookMs === undefined) {
    return Math.min(wantedMs, waiter.deadlineMs - lookMs(slowestMs, leftMs));
  }
  return mayRepeat && leftMs > repeatMs ? nowMs + leftMs / 2 : -1;
};

/** Whether the next read of a loop is the last that one of its waits can have. */
export const isLastLook = (loop: Loop, nowMs: number): boolean => {
  for (let waiter = loop.waiter; waiter !== undefined; waiter = waiter.next) {
    if (lastLookAt(waiter, loop.slowestMs) <= nowMs) return true;
  }
  return false;
};

/** When the first last look of a loop is due. */
export const firstLookAt = (loop: Loop): number => {
  let lookAtMs = Infinity;
  for (let waiter = loop.waiter; waiter !== undefined; waiter = waiter.next) {
    lookAtMs = Math.min(lookAtMs, lastLookAt(waiter, loop.slowestMs));
  }
  return lookAtMs;
};

const lookMs = (slowestMs: number, timeMs: number): number => Math.min(Math.max(slowestMs, shortestLookMs), timeMs / 4);
