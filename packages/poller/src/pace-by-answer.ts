import type { CallErrorKind, Reading } from "@genwait/lifecycle";
import type { Engine } from "./engine.ts";
import { eventJob } from "./event-job.ts";
import type { Call, Loop, SomeState } from "./loop.ts";
import type { PacedEvent } from "./poller-event.ts";
import { saneDelayMs } from "./sane-delay.ts";

/** Pauses after one 429 on another double up to this, unless the declared pause is longer by itself. */
const longestPauseMs = 120_000;

/** A good answer ends what earlier ones asked for, unless it asks for a slower pace itself. */
export const paceByReading = (engine: Engine, loop: Loop, call: Call, { slowDownMs }: Reading<SomeState>): void => {
  const { group } = loop;
  const slowerMs = saneDelayMs(slowDownMs);
  const isNews = call.startedMs >= group.changedMs;
  if (isNews) group.strikes = 0;
  if (slowerMs > 0) {
    const wasMs = group.slowDownMs;
    group.slowDownMs = slowerMs;
    group.changedMs = engine.clock.elapsed();
    group.nextMs = Math.max(group.nextMs, group.changedMs + slowerMs);
    if (wasMs !== slowerMs) tell(engine, loop, "limit-low", slowerMs);
  } else if (isNews && group.slowDownMs > 0) {
    group.slowDownMs = 0;
    group.nextMs = 0;
    if (group.queued > 0) engine.scheduler.set(group, engine.clock.elapsed());
  }
};

/** Pauses the whole group where an error asks for it. Gives the delay that it asks for, 0 for none. */
export const paceByFailure = (
  engine: Engine,
  loop: Loop,
  call: Call,
  kind: CallErrorKind | "unknown",
  retryAfterMs: number | undefined,
): number => {
  const askedMs = saneDelayMs(retryAfterMs);
  const { group } = loop;
  if (kind !== "rate-limited" && (kind !== "unavailable" || askedMs === 0)) return askedMs;
  const nowMs = engine.clock.elapsed();
  if (kind === "rate-limited" && call.startedMs >= group.changedMs) group.strikes++;
  const untilMs = Math.max(group.pausedUntilMs, nowMs + (askedMs || pauseMs(loop)));
  // Answers to reads that were under way when the pause began are no reason to lengthen it.
  if (askedMs > 0 || call.startedMs >= group.changedMs) {
    group.changedMs = nowMs;
    if (untilMs > group.pausedUntilMs)
      tell(engine, loop, askedMs > 0 ? "retry-after" : "too-many-requests", untilMs - nowMs);
    group.pausedUntilMs = untilMs;
  }
  return Math.max(askedMs, group.pausedUntilMs - nowMs);
};

const pauseMs = ({ group, job }: Loop): number => {
  const firstMs = job.lifecycle.pace?.tooManyRequestsMs ?? job.lifecycle.poll.everyMs;
  return Math.min(firstMs * 2 ** (group.strikes - 1), Math.max(firstMs, longestPauseMs));
};

const tell = (engine: Engine, { job }: Loop, reason: PacedEvent["reason"], pauseMs: number): void =>
  engine.emitter.emit({ type: "paced", ...eventJob(job), reason, pauseMs });
