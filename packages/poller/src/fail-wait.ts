import type { Engine } from "./engine.ts";
import type { Loop, Waiter } from "./loop.ts";
import type { AnswerCounts } from "./passing-errors.ts";
import { settleWait } from "./settle-wait.ts";
import { WaitError, type WaitErrorReason } from "./wait-error.ts";

/** Ends one wait without an end of the job. */
export const failWait = (
  engine: Engine,
  loop: Loop,
  waiter: Waiter,
  reason: WaitErrorReason,
  cause?: unknown,
): void => {
  // A listener of an event may have ended it since.
  if (!waiter.loop) return;
  const { job, attempts, state } = loop;
  const elapsedMs = engine.nowMs() - waiter.startedMs;
  const error = new WaitError({ reason, job, attempts, elapsedMs, lastState: state, answers: answersOf(loop), cause });
  settleWait(engine, waiter, Promise.reject(error), reason);
};

/** Times out everyone whose deadline has come. */
export const expireWaits = (engine: Engine, loop: Loop, nowMs: number): void => {
  if (nowMs < loop.deadlineMs) return;
  for (let { next } = loop; next; next = next.next) {
    if (next.deadlineMs <= nowMs) failWait(engine, loop, next, "timeout");
  }
};

// What was no error was pending; so the usual case has nothing to count.
const answersOf = ({ attempts, call, trouble }: Loop): AnswerCounts => {
  let pending = attempts - (call ? 1 : 0);
  for (const count of Object.values(trouble?.counts ?? {})) pending -= count;
  return { ...(pending && { pending }), ...trouble?.counts };
};
