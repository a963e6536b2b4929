import type { Reading } from "@genwait/lifecycle";
import { endCall } from "./end-call.ts";
import type { Engine } from "./engine.ts";
import type { Loop, SomeState } from "./loop.ts";
import { paceByReading, saneDelay } from "./pace.ts";
import type { EndOutcome } from "./poller-event.ts";
import type { ReadCall } from "./read-call.ts";
import { reportReading } from "./report-reading.ts";
import { forgetLoop, settleWait } from "./settle-wait.ts";
import { sleepUntilRead } from "./sleep.ts";
import { updateWait } from "./update-wait.ts";

/** A read told the job's state. */
export const onReading = (engine: Engine, loop: Loop, call: ReadCall, reading: Reading<SomeState>): void => {
  const nowMs = engine.nowMs();
  const waiter = endCall(engine, loop, call, nowMs);
  if (!waiter) return;
  const { state } = reading;
  const { state: before } = loop;
  const isEnd = state.phase !== "pending";
  loop.state = state;
  loop.inRow = 0;
  paceByReading(engine, loop, nowMs, saneDelay(reading.slowDownMs));
  // A wait for the same job that begins in a callback begins anew: nothing is read after an end.
  if (isEnd) forgetLoop(engine, loop);
  else {
    const { intervalMs } = loop;
    // A service that takes long to answer is left alone for at least half the interval.
    const restMs = Math.max(intervalMs / 2, saneDelay(reading.retryAfterMs));
    sleepUntilRead(engine, loop, waiter, nowMs, Math.max(call.startedMs + intervalMs, nowMs + restMs), false);
  }
  reportReading(engine, loop, reading, before, nowMs - call.startedMs);
  for (let { next } = loop; next; next = next.next) {
    next.errors = 0;
    if (next.options.onUpdate) updateWait(engine, next, state, before);
    if (isEnd) settleWait(engine, next, state, state.phase as EndOutcome);
  }
};
