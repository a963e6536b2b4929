import type { Engine } from "./engine.ts";
import { lookAt } from "./last-look.ts";
import { intervalOf, least, type Loop } from "./loop.ts";
import type { PaceGroup } from "./pace-group.ts";
import { deadlineOf, sleep } from "./sleep.ts";

/** Timers come late; a start that came late may be made up for by this much, and no budget is exceeded by it. */
const latenessMs = 10;

/**
 * Loops that became due together, after a pause or a machine's sleep, are read this far apart, or twice as densely as in
 * the usual course where there are that many.
 */
const widestGapMs = 10;

/** Puts a loop whose read is due behind those that were due before; a last look goes first, and past a pause. */
export const enqueue = (loop: Loop, nowMs: number): void => {
  const { due, urgent } = loop.group;
  (least(loop, lookAt) > nowMs ? due : urgent).add(loop);
};

/** Has a loop that must stand in the queue woken when it becomes urgent. */
export const sleepInQueue = (engine: Engine, loop: Loop): void =>
  sleep(engine, loop, loop.group.urgent.has(loop) ? deadlineOf(loop) : least(loop, lookAt));

/** Takes the next loop of the group that may read now; without one, the group is woken when there may be. */
export const dequeue = (engine: Engine, group: PaceGroup, nowMs: number): Loop | undefined => {
  const { due, urgent } = group;
  // With every place taken, the read that ends first wakes the group.
  if (!isQueued(group) || group.inFlight >= engine.maxInFlight) return undefined;
  const opensMs = urgent.size ? group.budgetMs : Math.max(group.budgetMs, group.nextMs);
  if (opensMs > nowMs) return void engine.scheduler.set(group, Math.ceil(opensMs));
  const [loop] = urgent.size ? urgent : due;
  if (loop) {
    leaveQueue(engine, loop);
    spend(engine, loop, nowMs);
  }
  return loop;
};

/** A loop leaves the queue, if it stands in one. */
export const leaveQueue = (engine: Engine, loop: Loop): void => {
  const { group } = loop;
  group.due.delete(loop);
  group.urgent.delete(loop);
  if (!isQueued(group)) engine.scheduler.remove(group);
};

/** The read in flight is over, or is given up: another of the group may start. */
export const releaseCall = (engine: Engine, loop: Loop): void => {
  const { group } = loop;
  loop.call = undefined;
  group.inFlight--;
  if (isQueued(group)) engine.scheduler.set(group, engine.clock.elapsed());
};

const isQueued = ({ due, urgent }: PaceGroup): boolean => due.size + urgent.size > 0;

const spend = (engine: Engine, loop: Loop, nowMs: number): void => {
  const { group } = loop;
  group.inFlight++;
  // Wider by the lateness that is made up for, so that no second has more than its share.
  group.budgetMs = Math.max(group.budgetMs, nowMs - latenessMs) + (1000 + latenessMs) / engine.requestsPerSecond;
  const gapMs = Math.min(widestGapMs, intervalOf(loop) / group.peak / 2);
  group.nextMs = group.slowDownMs ? nowMs + group.slowDownMs : Math.max(group.nextMs, nowMs - 2 * widestGapMs) + gapMs;
};
