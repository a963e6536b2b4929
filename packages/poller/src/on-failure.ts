import { backoffMs } from "./backoff.ts";
import { endCall } from "./end-call.ts";
import type { Engine } from "./engine.ts";
import { failWait } from "./fail-wait.ts";
import { graceEndsAt } from "./grace.ts";
import type { Loop } from "./loop.ts";
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
  const trouble = (loop.trouble ??= { counts: Object.create(null), inRow: 0 });
  trouble.counts[kind] = (trouble.counts[kind] ?? 0) + 1;
  const askedMs = paceByFailure(engine, loop, nowMs, kind, saneDelay(retryAfterMs));
  let delayMs = Math.max(askedMs || backoffMs(++trouble.inRow, engine.random), shortestDelayMs);
  for (let { next } = loop; next; next = next.next) {
    const graceMs = graceEndsAt(engine, loop, next, nowMs) - nowMs;
    const lasting = Object.hasOwn(lastingErrors, kind) && lastingErrors[kind];
    if (lasting === "grace" && graceMs > 0) delayMs = Math.min(delayMs, graceMs);
    else if (lasting) failWait(engine, loop, next, "refused", error);
    else if (++next.errors >= (next.options.maxErrors ?? (loop.state ? Infinity : firstTries)))
      failWait(engine, loop, next, "gave-up", error);
  }
  if (!loop.next) return;
  sleepUntilRead(engine, loop, nowMs, nowMs + delayMs, !askedMs);
  engine.emit("retry")?.(loop.job, { attempt: loop.attempts, kind, delayMs: loop.dueMs - nowMs, error });
};
