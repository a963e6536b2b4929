import type { Reading } from "@genwait/lifecycle";
import type { Engine } from "./engine.ts";
import { finishCall } from "./finish-call.ts";
import { type Call, intervalOf, type Loop, type SomeState, waitersOf } from "./loop.ts";
import { paceByReading } from "./pace-by-answer.ts";
import { reportReading } from "./report-reading.ts";
import { saneDelayMs } from "./sane-delay.ts";
import { scheduleRead } from "./schedule-read.ts";
import { settleWait } from "./settle-wait.ts";
import { updateWait } from "./update-wait.ts";
import { isSameState } from "./same-state.ts";

/** A read told the job's state. */
export const onReading = (engine: Engine, loop: Loop, call: Call, reading: Reading<SomeState>): void => {
  const nowMs = engine.clock.elapsed();
  if (!finishCall(engine, loop, call, nowMs)) return;
  const { state: before } = loop;
  const { state } = reading;
  loop.state = state;
  if (loop.trouble !== undefined) loop.trouble.inRow = 0;
  paceByReading(engine, loop, call, reading);
  const isEnd = state.phase !== "pending";
  // A wait for the same job that begins in a callback begins anew: nothing is read after an end.
  if (isEnd) engine.loops.delete(loop.job.identity);
  else
    scheduleRead(engine, loop, {
      nowMs,
      wantedMs: nextReadAt(loop, call, nowMs, reading.retryAfterMs),
      mayRepeat: false,
    });
  reportReading(engine, loop, reading, { before, durationMs: nowMs - call.startedMs });
  tellWaiters(engine, loop, before, state, isEnd);
};

// A service that needs long for an answer is left alone for at least half the interval.
const nextReadAt = (loop: Loop, { startedMs }: Call, nowMs: number, retryAfterMs: number | undefined): number => {
  const intervalMs = intervalOf(loop);
  return Math.max(startedMs + intervalMs, nowMs + intervalMs / 2, nowMs + saneDelayMs(retryAfterMs));
};

const tellWaiters = (
  engine: Engine,
  loop: Loop,
  before: SomeState | undefined,
  state: SomeState,
  isEnd: boolean,
): void => {
  const isWatched = isEnd || hasObserver(loop);
  const isChange = isWatched && !isSameState(before, state);
  if (!isWatched) {
    for (let waiter = loop.waiter; waiter !== undefined; waiter = waiter.next) waiter.errors = 0;
    return;
  }
  for (const waiter of waitersOf(loop)) {
    waiter.errors = 0;
    if (isChange) updateWait(engine, waiter, state);
    if (isEnd) settleWait(engine, waiter, state, endOf(state));
  }
};

const hasObserver = (loop: Loop): boolean => {
  for (let waiter = loop.waiter; waiter !== undefined; waiter = waiter.next) {
    if (waiter.options?.onUpdate !== undefined) return true;
  }
  return false;
};

const endOf = ({ phase }: SomeState): "succeeded" | "partial" | "failed" =>
  phase === "succeeded" || phase === "partial" ? phase : "failed";
