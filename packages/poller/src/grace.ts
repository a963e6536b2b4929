import type { Engine } from "./engine.ts";
import type { Loop, Waiter } from "./loop.ts";

/**
 * Until when, in monotonic milliseconds, a job may be unknown to the service. Services answer 404 for a job they have just
 * created; a 404 that lasts is a wrong id, or a wrong path.
 */
export const graceEndsAt = ({ clock }: Engine, { job }: Loop, waiter: Waiter, nowMs: number): number => {
  const { startedMs, options } = waiter;
  // Age at the start of the wait; a clock that was set back since the creation makes no job younger than new.
  const ageMs = Math.max(0, clock.now() - nowMs + startedMs - (job.createdAtMs ?? 0));
  return startedMs + (options.notFoundGraceMs ?? job.lifecycle.poll.notFoundGraceMs - ageMs);
};
