import type { Engine } from "./engine.ts";
import { expireWaits } from "./fail-wait.ts";
import type { Call, Loop } from "./loop.ts";
import { releaseCall } from "./settle-wait.ts";

/** Takes note that a read is over. False if nobody is to hear of it: it was cut off, or came after every deadline. */
export const finishCall = (engine: Engine, loop: Loop, call: Call, nowMs: number): boolean => {
  if (loop.call !== call) return false;
  expireWaits(engine, loop, nowMs);
  if (loop.waiter === undefined) return false;
  releaseCall(engine, loop);
  loop.slowestMs = Math.max(loop.slowestMs, Math.ceil(nowMs - call.startedMs));
  return true;
};
