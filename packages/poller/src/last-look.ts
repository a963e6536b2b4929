import type { Loop, Waiter } from "./loop.ts";

/** A last look that starts later than this would not come back in time. */
const shortestMs = 250;

/** When the last look of a wait starts: early enough to finish, as late as it can. */
export const lookAt = ({ slowestMs }: Loop, { startedMs, deadlineMs, options }: Waiter): number => {
  const longestMs = (deadlineMs - startedMs) / 4;
  return deadlineMs - (options.lastLookMs ?? Math.min(Math.max(slowestMs, shortestMs), longestMs));
};
