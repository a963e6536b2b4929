import type { Engine } from "./engine.ts";
import type { Loop } from "./loop.ts";

/** Longer than a day is a mistake, or comes to the same. */
const longestMs = 86_400_000;

/** Pauses after one 429 on another double up to this, unless the declared pause is longer by itself. */
const longestPauseMs = 120_000;

/** A group that may read this soon is not paused. */
const soonMs = 10;

/** What a service asks for, made safe: 0 for nothing, for a time in the past and for what is no number. */
export const saneDelay = (askedMs: number = 0): number => (askedMs > 0 ? Math.min(askedMs, longestMs) : 0);

/** A good answer ends the slow pace that earlier ones asked for, unless it asks for it itself. */
export const paceByReading = ({ emit }: Engine, { group, job }: Loop, nowMs: number, slowDownMs: number): void => {
  if (slowDownMs !== group.slowDownMs) {
    group.nextMs = nowMs + slowDownMs;
    if (slowDownMs) emit("paced", job, { reason: "limit-low", pauseMs: slowDownMs });
  }
  group.slowDownMs = slowDownMs;
  // An answer during a pause is one to a read that began before it.
  if (group.nextMs <= nowMs + soonMs) group.strikes = 0;
};

/** Pauses the whole group where an error asks for it. Gives the delay that it asks for; 0 for none. */
export const paceByFailure = (
  { emit }: Engine,
  { group, job }: Loop,
  nowMs: number,
  kind: string,
  askedMs: number,
): number => {
  if (kind !== "rate-limited" && (kind !== "unavailable" || !askedMs)) return askedMs;
  const { pace, poll } = job.lifecycle;
  const firstMs = pace?.tooManyRequestsMs ?? poll.everyMs;
  // Reads that were under way when the pause began bring it up once more each, which is no reason to lengthen it.
  const isPaused = group.nextMs > nowMs + soonMs;
  const pauseMs =
    askedMs || (isPaused ? 0 : Math.min(firstMs * 2 ** group.strikes++, Math.max(firstMs, longestPauseMs)));
  if (nowMs + pauseMs > group.nextMs) {
    group.nextMs = nowMs + pauseMs;
    emit("paced", job, { reason: askedMs ? "retry-after" : "too-many-requests", pauseMs });
  }
  return group.nextMs - nowMs;
};
