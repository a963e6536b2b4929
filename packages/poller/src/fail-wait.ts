import type { Engine } from "./engine.ts";
import type { Loop, Waiter } from "./loop.ts";
import type { AnswerCounts } from "./passing-errors.ts";
import { settleWait } from "./settle-wait.ts";
import { WaitError, type WaitErrorReason } from "./wait-error.ts";

export interface FailOptions {
  readonly reason: WaitErrorReason;
  /** The middle of the message. */
  readonly why: string;
  readonly cause?: unknown;
}

/** Ends one wait without an end of the job. */
export const failWait = (engine: Engine, waiter: Waiter, { reason, why, cause }: FailOptions): void => {
  const { loop } = waiter;
  if (loop === undefined) return;
  const { job, attempts, state } = loop;
  const elapsedMs = engine.clock.elapsed() - waiter.startedMs;
  const facts = {
    reason,
    job,
    attempts,
    elapsedMs,
    answers: answersOf(loop),
    ...(state !== undefined && { lastState: state }),
  };
  const error = new WaitError(why, facts, cause === undefined ? undefined : { cause });
  settleWait(engine, waiter, Promise.reject(error), reason);
};

/** Times out everyone whose deadline has come. */
export const expireWaits = (engine: Engine, loop: Loop, nowMs: number): void => {
  for (let waiter = loop.waiter; waiter !== undefined; waiter = waiter.next) {
    if (waiter.deadlineMs <= nowMs) failWait(engine, waiter, { reason: "timeout", why: timeoutReason(loop, waiter) });
  }
};

const timeoutReason = ({ attempts, state }: Loop, { startedMs, deadlineMs }: Waiter): string => {
  const seen = state === undefined ? "no answer told its state" : `it was last seen ${state.stage ?? state.phase}`;
  return `the time of ${deadlineMs - startedMs} ms was up after ${attempts} ${attempts === 1 ? "read" : "reads"}, and ${seen}`;
};

// What was no error was pending; so the usual case has nothing to count.
const answersOf = ({ attempts, call, trouble }: Loop): AnswerCounts => {
  let pending = attempts - (call === undefined ? 0 : 1);
  for (const count of Object.values(trouble?.counts ?? {})) pending -= count;
  return { ...(pending > 0 && { pending }), ...trouble?.counts };
};
