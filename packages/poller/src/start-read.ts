import type { Reading } from "@genwait/lifecycle";
import type { Engine } from "./engine.ts";
import type { Call, Loop, SomeState } from "./loop.ts";
import { onFailure } from "./on-failure.ts";
import { onReading } from "./on-reading.ts";
import { readLimitAt } from "./read-limit.ts";
import { setWake } from "./set-wake.ts";

/** Starts the read of a loop that has left the queue. */
export const startRead = (engine: Engine, loop: Loop, nowMs: number): void => {
  const controller = new AbortController();
  const call: Call = { startedMs: nowMs, controller };
  let limitMs = Infinity;
  for (let waiter = loop.waiter; waiter !== undefined; waiter = waiter.next) {
    limitMs = Math.min(limitMs, readLimitAt(waiter, loop.slowestMs, nowMs));
  }
  loop.call = call;
  loop.attempts++;
  loop.dueMs = limitMs;
  setWake(engine, loop);
  read(loop, controller.signal).then(
    (reading) => onReading(engine, loop, call, reading),
    (error: unknown) => onFailure(engine, loop, call, error),
  );
};

/** Cuts a read off that takes too long; that it ever answers is no longer of interest. */
export const cutRead = (engine: Engine, loop: Loop, call: Call): void => {
  const error = new ReadTimeout(engine.clock.elapsed() - call.startedMs);
  onFailure(engine, loop, call, error);
  call.controller.abort(error);
};

const read = ({ job }: Loop, signal: AbortSignal): Promise<Reading<SomeState>> => {
  try {
    return job.read({ signal });
  } catch (error) {
    return Promise.reject(error);
  }
};

class ReadTimeout extends Error {
  readonly kind = "call-timeout";

  constructor(durationMs: number) {
    super(`Failed to read the job's state: no answer within ${Math.round(durationMs)} ms.`);
  }

  static {
    this.prototype.name = "TimeoutError";
  }
}
