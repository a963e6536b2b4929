import type { Engine } from "./engine.ts";
import type { Waiter } from "./loop.ts";

/**
 * Until when, in monotonic milliseconds, a job may be unknown to the service. Services tell of a job they have just
 * created by 404 for a while; a 404 that lasts is a wrong id, or a wrong path.
 */
export const graceEndsAt = ({ clock }: Engine, { loop, startedMs, options }: Waiter, nowMs: number): number => {
  if (options?.notFoundGraceMs !== undefined) return startedMs + options.notFoundGraceMs;
  const createdAtMs = loop?.job.createdAtMs;
  if (loop === undefined || createdAtMs === undefined) return 0;
  const { notFoundGraceMs } = loop.job.lifecycle.poll;
  const ageMs = clock.now() - createdAtMs;
  // Bounded by the wait's own start, too: a clock that was set back makes no job young again.
  return Math.min(startedMs + notFoundGraceMs, nowMs + notFoundGraceMs - ageMs);
};
