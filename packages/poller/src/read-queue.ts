import type { Engine } from "./engine.ts";
import { lookAt } from "./last-look.ts";
import { least, type Loop } from "./loop.ts";
import type { PaceGroup } from "./pace-group.ts";
import { sleep } from "./sleep.ts";

/** Timers come late; a start that came late may be made up for by this much, and no budget is exceeded by it. */
const latenessMs = 10;

/** After a pause or a machine's sleep no more start at once than have gathered in this time. */
const burstMs = 20;

/**
 * Puts a loop whose read is due behind those that were due before; a last look goes first, and past a pause. False if it
 * need not wait and may read now.
 */
export const enqueue = (engine: Engine, loop: Loop, nowMs: number): boolean => {
  const { group } = loop;
  const lookMs = least(loop, lookAt);
  const isUrgent = lookMs <= nowMs;
  if (!isQueued(group) && opensAt(engine, group, isUrgent) <= nowMs) {
    spend(engine, loop, nowMs);
    return false;
  }
  (isUrgent ? group.urgent : group.due).add(loop);
  sleep(engine, loop, isUrgent ? loop.deadlineMs : lookMs);
  return true;
};

/** Takes the next loop of the group that may read now; without one, the group is woken when there may be. */
export const dequeue = (engine: Engine, group: PaceGroup, nowMs: number): Loop | undefined => {
  const queue = group.urgent.size ? group.urgent : group.due;
  const opensMs = opensAt(engine, group, queue === group.urgent);
  const [loop] = queue;
  // With every place taken, the read that ends first wakes the group.
  if (!loop || opensMs === Infinity) return undefined;
  if (opensMs > nowMs) return void engine.scheduler.set(group, Math.ceil(opensMs));
  leaveQueue(engine, loop);
  spend(engine, loop, nowMs);
  return loop;
};

const opensAt = ({ maxInFlight }: Engine, { inFlight, budgetMs, nextMs }: PaceGroup, isUrgent: boolean): number => {
  if (inFlight >= maxInFlight) return Infinity;
  return isUrgent ? budgetMs : Math.max(budgetMs, nextMs);
};

/** A loop leaves the queue, if it stands in one. */
export const leaveQueue = (engine: Engine, loop: Loop): void => {
  const { group } = loop;
  group.due.delete(loop);
  group.urgent.delete(loop);
  if (!isQueued(group)) engine.scheduler.set(group, -1);
};

/** The read in flight is over, or is given up: another of the group may start. */
export const releaseCall = ({ scheduler, nowMs }: Engine, loop: Loop): void => {
  const { group } = loop;
  loop.call = undefined;
  group.inFlight--;
  // Not at once: where one is aborted, the next may be about to be; and an answer's socket is not free before its turn ends.
  if (isQueued(group)) scheduler.set(group, nowMs());
};

const isQueued = ({ due, urgent }: PaceGroup): boolean => due.size + urgent.size > 0;

const spend = (engine: Engine, loop: Loop, nowMs: number): void => {
  const { group } = loop;
  group.inFlight++;
  // Wider by the lateness that is made up for and by the part of a millisecond, so that no second has more than its share.
  group.budgetMs = Math.max(group.budgetMs, nowMs - latenessMs) + (1001 + latenessMs) / engine.requestsPerSecond;
  group.nextMs = group.slowDownMs
    ? nowMs + group.slowDownMs
    : Math.max(group.nextMs, nowMs - burstMs - group.gridMs) + group.gapMs;
};
