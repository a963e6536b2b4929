import type { Engine } from "./engine.ts";
import type { Loop, Waiter } from "./loop.ts";
import type { ReadCall } from "./read-call.ts";

/** No status read that is worth waiting for takes longer. */
const longestMs = 60_000;

/** Where many reads are under way, those that hang must not hold the places of the others. */
const longestInCrowdMs = 2000;

/** A service far away and under load takes this long now and then: no read is cut off sooner unless the caller says so. */
export const shortestLimitMs = 250;

/**
 * When a read under way is cut off, so that time is left for another. A job that is known to be slow gets twice its time,
 * and one who joins a read that hangs already gives it as much as if it began now.
 */
export const limitAt = ({ maxInFlight }: Engine, loop: Loop, waiter: Waiter, call: ReadCall): number => {
  const { startedMs, deadlineMs, options } = waiter;
  const fromMs = Math.max(startedMs, call.startedMs);
  const mostMs = loop.group.inFlight > maxInFlight / 2 ? longestInCrowdMs : longestMs;
  const shareMs = Math.min((deadlineMs - startedMs) / 3, (deadlineMs - fromMs) / 2, mostMs);
  const givenMs = options.readTimeoutMs ?? Math.max(shareMs, shortestLimitMs, 2 * loop.slowestMs);
  return Math.min(deadlineMs, fromMs + givenMs);
};

/** The watch over the loops that are awake wakes by then. */
export const watchUntil = ({ alarms, watch }: Engine, ms: number): void => {
  if (watch.place < 0 || ms < watch.dueMs) alarms.set(watch, ms);
};
