import type { Engine } from "./engine.ts";
import { expireWaits } from "./fail-wait.ts";
import type { Loop } from "./loop.ts";
import { Place } from "./loop.ts";
import type { PaceGroup } from "./pace-group.ts";
import { dequeue, enqueue } from "./read-queue.ts";
import { setWake } from "./set-wake.ts";
import { cutRead, startRead } from "./start-read.ts";

/** A loop or a pace group has come to its time. */
export const wake = (engine: Engine, node: Loop | PaceGroup, nowMs: number): void => {
  if ("urgent" in node) startReads(engine, node, nowMs);
  else wakeLoop(engine, node, nowMs);
};

const wakeLoop = (engine: Engine, loop: Loop, nowMs: number): void => {
  expireWaits(engine, loop, nowMs);
  if (loop.waiter === undefined) return;
  if (loop.dueMs < 0 || loop.dueMs > nowMs) setWake(engine, loop);
  else if (loop.call !== undefined) cutRead(engine, loop, loop.call);
  else if (loop.place !== Place.urgent) {
    enqueue(engine, loop, nowMs);
    startReads(engine, loop.group, nowMs);
  }
};

const startReads = (engine: Engine, group: PaceGroup, nowMs: number): void => {
  for (let loop = dequeue(engine, group, nowMs); loop !== undefined; loop = dequeue(engine, group, nowMs)) {
    startRead(engine, loop, nowMs);
  }
};
