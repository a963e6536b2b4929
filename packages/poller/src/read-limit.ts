import type { Loop, Waiter } from "./loop.ts";

/** No status read that is worth waiting for takes longer. */
export const longestReadMs = 60_000;

/** Where many reads are under way, those that hang must not hold the places of the others. */
export const longestReadInCrowdMs = 2000;

/** A service far away and under load takes this long now and then. */
const shortestMs = 250;

/** When a read that starts now is cut off, so that time is left for another. A job that is known to be slow gets twice its time. */
export const readLimitAt = (
  { slowestMs }: Loop,
  { startedMs, deadlineMs, options }: Waiter,
  nowMs: number,
  longestMs: number,
): number => {
  const shareMs = Math.min((deadlineMs - startedMs) / 3, (deadlineMs - nowMs) / 2, longestMs);
  return nowMs + (options.readTimeoutMs ?? Math.max(shareMs, shortestMs, 2 * slowestMs));
};
