import { backoffMs } from "./backoff.ts";
import { endCall } from "./end-call.ts";
import type { Engine } from "./engine.ts";
import { failWait } from "./fail-wait.ts";
import { graceEndsAt } from "./grace.ts";
import type { ErrorCounts, Loop } from "./loop.ts";
import { paceByFailure, saneDelay } from "./pace.ts";
import { failureOf, lastingErrors } from "./passing-errors.ts";
import type { ReadCall } from "./read-call.ts";
import { sleepUntilRead } from "./sleep.ts";

/** Tries before anything is known of a job; after it, errors pass until the deadline. */
const firstTries = 3;

/** A service that asks for a millisecond, again and again, is not asked a thousand times a second. */
const shortestDelayMs = 100;

/** A read failed. That says nothing about the job. */
export const onFailure = (engine: Engine, loop: Loop, call: ReadCall, error: unknown): void => {
  const nowMs = engine.nowMs();
  if (!endCall(engine, loop, call, nowMs)) return;
  const { kind = "unknown", retryAfterMs } = failureOf(error);
  const counts = (loop.counts ??= Object.create(null) as ErrorCounts);
  counts[kind] = (counts[kind] ?? 0) + 1;
  const askedMs = paceByFailure(engine, loop, nowMs, kind, saneDelay(retryAfterMs));
  let delayMs = Math.max(askedMs || backoffMs(++loop.inRow, engine.random), shortestDelayMs);
  const lasting = Object.hasOwn(lastingErrors, kind) && lastingErrors[kind];
  for (let { next } = loop; next; next = next.next) {
    const graceMs = graceEndsAt(engine, loop, next, nowMs) - nowMs;
    if (lasting === "grace" && graceMs > 0) delayMs = Math.min(delayMs, graceMs);
    else if (lasting) failWait(engine, next, "refused", error);
    else if (++next.errors >= (next.options.maxErrors ?? (loop.state ? Infinity : firstTries)))
      failWait(engine, next, "gave-up", error);
  }
  if (!loop.next) return;
  sleepUntilRead(engine, loop, loop.next, nowMs, nowMs + delayMs, !askedMs);
  engine.emit("retry", loop.job, { attempt: loop.attempts, kind, delayMs: loop.dueMs - nowMs, error });
};
