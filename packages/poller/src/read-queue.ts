import type { Engine } from "./engine.ts";
import { lookAt } from "./last-look.ts";
import type { Loop, Waiter } from "./loop.ts";
import { isQueued, type PaceGroup } from "./pace-group.ts";
import { watchUntil } from "./read-limit.ts";
import { startRead } from "./start-read.ts";

/**
 * Reads a job that is due. If its group may not read now, it queues behind those that were due before; a last look goes
 * first, and past a pause.
 */
export const requestRead = (engine: Engine, loop: Loop, waiter: Waiter, nowMs: number): void => {
  const { group } = loop;
  if (opensAt(engine, group, group.nextMs) <= nowMs && !isQueued(group)) return startRead(engine, loop, nowMs);
  const lookMs = lookAt(loop, waiter);
  const isUrgent = lookMs <= nowMs;
  // One that stands in the right queue already keeps its place.
  (isUrgent ? group.due : group.urgent).delete(loop);
  (isUrgent ? group.urgent : group.due).add(loop);
  watchUntil(engine, isUrgent ? waiter.deadlineMs : lookMs);
  startReads(engine, group, nowMs);
};

/** Starts as many queued reads of a group as may start now; the group wakes when there may be more. */
export const startReads = (engine: Engine, group: PaceGroup, nowMs: number): void => {
  for (const queue of [group.urgent, group.due])
    for (const loop of queue) {
      const opensMs = opensAt(engine, group, queue === group.due ? group.nextMs : 0);
      // With every place taken, the read that ends first wakes the group.
      if (opensMs > nowMs) return opensMs < Infinity ? engine.alarms.set(group, opensMs) : undefined;
      queue.delete(loop);
      startRead(engine, loop, nowMs);
    }
};

const opensAt = (engine: Engine, group: PaceGroup, nextMs: number): number =>
  group.inFlight < engine.maxInFlight ? Math.max(group.budgetMs, nextMs) : Infinity;
