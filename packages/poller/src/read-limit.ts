import type { Waiter } from "./loop.ts";

/** No status read that is worth waiting for takes longer. */
const longestMs = 60_000;

/** A service far away and under load takes this long now and then. */
const shortestMs = 250;

/** When a read that starts now is cut off, so that time is left for another. A service that is known to be slow gets twice its time. */
export const readLimitAt = ({ startedMs, deadlineMs, options }: Waiter, slowestMs: number, nowMs: number): number => {
  const shareMs = Math.min((deadlineMs - startedMs) / 3, (deadlineMs - nowMs) / 2, longestMs);
  return Math.ceil(nowMs + (options?.readTimeoutMs ?? Math.max(shareMs, shortestMs, 2 * slowestMs)));
};
