import type { Engine } from "./engine.ts";
import { expireWaits } from "./fail-wait.ts";
import type { Loop } from "./loop.ts";
import type { ReadCall } from "./read-call.ts";
import { releaseCall } from "./read-queue.ts";

/** Takes note that a read is over. False if nobody is to hear of it: it was cut off, or came after every deadline. */
export const endCall = (engine: Engine, loop: Loop, call: ReadCall, nowMs: number): boolean => {
  if (loop.call !== call) return false;
  expireWaits(engine, loop, nowMs);
  if (!loop.next) return false;
  releaseCall(engine, loop);
  loop.slowestMs = Math.max(loop.slowestMs, Math.ceil(nowMs - call.startedMs));
  return true;
};
