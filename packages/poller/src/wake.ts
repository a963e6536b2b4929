import type { Sleeper } from "./time-lists.ts";
import type { Engine } from "./engine.ts";
import { expireWaits } from "./fail-wait.ts";
import type { Loop } from "./loop.ts";
import { onFailure } from "./on-failure.ts";
import type { PaceGroup } from "./pace-group.ts";
import { limitAt, watchUntil } from "./read-limit.ts";
import { requestRead, startReads } from "./read-queue.ts";

/** A loop, a pace group, or the watch over all loops that are awake has come to its time. */
export const wake = (engine: Engine, node: Loop | PaceGroup | Sleeper, nowMs: number): void => {
  if ("job" in node) wakeLoop(engine, node, nowMs);
  else if ("due" in node) startReads(engine, node, nowMs);
  else for (const loop of engine.loops.values()) if (loop.place < 0) wakeLoop(engine, loop, nowMs);
};

const wakeLoop = (engine: Engine, loop: Loop, nowMs: number): void => {
  expireWaits(engine, loop, nowMs);
  const { call, next } = loop;
  if (!next) return;
  if (!call) return requestRead(engine, loop, next, nowMs);
  const limitMs = limitAt(engine, loop, next, call);
  if (nowMs < limitMs) return watchUntil(engine, limitMs);
  // Cut off; that it ever answers is no longer of interest.
  const error = Object.assign(new Error("The read took too long"), { kind: "call-timeout" });
  onFailure(engine, loop, call, error);
  call.abort(error);
};
