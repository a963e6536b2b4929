import { isCallFailure } from "@genwait/lifecycle";
import { backoffMs } from "./backoff.ts";
import type { Engine } from "./engine.ts";
import { eventJob } from "./event-job.ts";
import { failWait } from "./fail-wait.ts";
import { finishCall } from "./finish-call.ts";
import { graceEndsAt } from "./not-found-grace.ts";
import type { Call, Loop, Waiter } from "./loop.ts";
import { waitersOf } from "./loop.ts";
import { paceByFailure } from "./pace-by-answer.ts";
import { type AnswerKind, errorKindOf, passingErrors } from "./passing-errors.ts";
import { scheduleRead } from "./schedule-read.ts";

/** Tries before anything is known of a job; after it, errors pass until the deadline. */
const firstTries = 3;

/** A service that asks for a millisecond, again and again, is not asked a thousand times a second. */
const shortestDelayMs = 100;

type ErrorKind = Exclude<AnswerKind, "pending">;

/** A read failed. That says nothing about the job. */
export const onFailure = (engine: Engine, loop: Loop, call: Call, error: unknown): void => {
  const nowMs = engine.clock.elapsed();
  if (!finishCall(engine, loop, call, nowMs)) return;
  const kind = errorKindOf(error);
  const trouble = (loop.trouble ??= { counts: {}, inRow: 0 });
  trouble.counts[kind] = (trouble.counts[kind] ?? 0) + 1;
  trouble.inRow++;
  const askedMs = paceByFailure(engine, loop, call, kind, isCallFailure(error) ? error.retryAfterMs : undefined);
  let wantedMs = nowMs + (askedMs > 0 ? Math.max(askedMs, shortestDelayMs) : backoffMs(trouble.inRow, engine.random));
  for (const waiter of waitersOf(loop)) {
    const graceMs = graceEndsAt(engine, waiter, nowMs);
    judgeWait(engine, waiter, { kind, error, isInGrace: nowMs < graceMs });
    if (kind === "not-found" && nowMs < graceMs) wantedMs = Math.min(wantedMs, graceMs);
  }
  if (loop.waiter === undefined) return;
  scheduleRead(engine, loop, { nowMs, wantedMs, mayRepeat: askedMs === 0 });
  engine.emitter.emit({
    type: "retry",
    ...eventJob(loop.job),
    attempt: loop.attempts,
    kind,
    delayMs: loop.dueMs - nowMs,
    error,
  });
};

interface Judged {
  readonly kind: ErrorKind;
  readonly error: unknown;
  readonly isInGrace: boolean;
}

const judgeWait = (engine: Engine, waiter: Waiter, { kind, error, isInGrace }: Judged): void => {
  const verdict = passingErrors[kind];
  if (verdict === "grace" && isInGrace) return;
  if (verdict !== "retry")
    return failWait(engine, waiter, {
      reason: "refused",
      why: `asking again is of no use (${kind}): ${textOf(error)}`,
      cause: error,
    });
  waiter.errors++;
  const maxErrors = waiter.options?.maxErrors ?? (waiter.loop?.state === undefined ? firstTries : Infinity);
  if (waiter.errors < maxErrors) return;
  const tries = waiter.errors === 1 ? "the read failed" : `${waiter.errors} reads in a row failed`;
  failWait(engine, waiter, {
    reason: "gave-up",
    why: `${tries}, the last one (${kind}): ${textOf(error)}`,
    cause: error,
  });
};

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).replace(/\.$/, "");
