import type { Engine } from "./engine.ts";
import { expireWaits } from "./fail-wait.ts";
import type { Loop, Waiter } from "./loop.ts";
import type { ReadCall } from "./read-call.ts";
import { releaseCall } from "./release-call.ts";

/** Takes note that a read is over. Gives the first who waits; none if nobody is to hear of it: it was cut off, or came after every deadline. */
export const endCall = (engine: Engine, loop: Loop, call: ReadCall, nowMs: number): Waiter | undefined => {
  if (loop.call !== call) return undefined;
  expireWaits(engine, loop, nowMs);
  if (!loop.next) return undefined;
  releaseCall(engine, loop);
  if (nowMs - call.startedMs > loop.slowestMs) loop.slowestMs = nowMs - call.startedMs;
  return loop.next;
};
