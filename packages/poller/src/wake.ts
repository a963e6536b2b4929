import type { Engine } from "./engine.ts";
import { expireWaits } from "./fail-wait.ts";
import type { Loop } from "./loop.ts";
import { onFailure } from "./on-failure.ts";
import type { PaceGroup } from "./pace-group.ts";
import { enqueue } from "./read-queue.ts";
import { sleep } from "./sleep.ts";
import { startRead, startReads } from "./start-reads.ts";

/** A loop or a pace group has come to its time. */
export const wake = (engine: Engine, node: Loop | PaceGroup, nowMs: number): void => {
  if ("due" in node) return startReads(engine, node, nowMs);
  const { call, dueMs, group } = node;
  expireWaits(engine, node, nowMs);
  if (!node.next) return;
  if (nowMs < dueMs) sleep(engine, node, dueMs);
  else if (call) {
    // Cut off; that it ever answers is no longer of interest.
    const error = Object.assign(new Error("The read took too long"), { kind: "call-timeout" });
    onFailure(engine, node, call, error);
    call.abort(error);
  } else if (enqueue(engine, node, nowMs)) startReads(engine, group, nowMs);
  else startRead(engine, node, nowMs);
};
