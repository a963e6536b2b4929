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
export const enqueue = (engine: Engine, loop: Loop, nowMs: number): void => {
  const { due, urgent } = loop.group;
  const lookMs = least(loop, (waiter) => lookAt(loop, waiter));
  if (lookMs > nowMs) {
    due.add(loop);
    sleep(engine, loop, lookMs);
  } else {
    urgent.add(loop);
    engine.scheduler.set(loop, deadlineOf(loop));
  }
};

/** Takes the next loop of the group that may read now; without one, the group is woken when there may be. */
export const dequeue = (engine: Engine, group: PaceGroup, nowMs: number): Loop | undefined => {
  const { due, urgent, inFlight, budgetMs, nextMs } = group;
  const opensMs = urgent.size ? budgetMs : Math.max(budgetMs, nextMs);
  // With every place taken, the read that ends first wakes the group.
  if (inFlight < engine.maxInFlight) {
    for (const loop of urgent.size ? urgent : due) {
      if (opensMs > nowMs) return void engine.scheduler.set(group, Math.ceil(opensMs));
      leaveQueue(engine, loop);
      spend(engine, loop, nowMs);
      return loop;
    }
  }
  return undefined;
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
