import type { Engine } from "./engine.ts";
import type { Loop, Waiter } from "./loop.ts";
import type { AnswerCounts, ReadErrorKind } from "./passing-errors.ts";
import { settleWait } from "./settle-wait.ts";
import { WaitError, type WaitErrorReason } from "./wait-error.ts";

/** Ends one wait without an end of the job. */
export const failWait = (engine: Engine, waiter: Waiter, reason: WaitErrorReason, cause?: unknown): void => {
  const { loop } = waiter;
  // A listener of an event may have ended it since.
  if (!loop) return;
  const { job, attempts, state: lastState } = loop;
  const elapsedMs = engine.nowMs() - waiter.startedMs;
  const error = new WaitError({ reason, job, attempts, elapsedMs, lastState, answers: answersOf(loop), cause });
  settleWait(engine, waiter, Promise.reject(error), reason);
};

/** Times out everyone whose deadline has come. */
export const expireWaits = (engine: Engine, { next }: Loop, nowMs: number): void => {
  for (; next && next.deadlineMs <= nowMs; next = next.next) failWait(engine, next, "timeout");
};

// What was no error was pending; so the usual case has nothing to count.
const answersOf = ({ attempts, call, counts }: Loop): AnswerCounts => {
  let pending = call ? attempts - 1 : attempts;
  for (const kind in counts) pending -= counts[kind as ReadErrorKind] ?? 0;
  return { ...(pending && { pending }), ...counts };
};
