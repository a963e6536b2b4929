import type { Engine } from "./engine.ts";
import { firstLookAt, isLastLook } from "./last-look.ts";
import { intervalOf, type Loop, Place } from "./loop.ts";
import type { PaceGroup } from "./pace-group.ts";
import { leaveQueue } from "./settle-wait.ts";
import { setWake } from "./set-wake.ts";

/** Timers come late; a start that came late may be made up for by this much, and no budget is exceeded by it. */
const latenessMs = 10;

/**
 * Loops that became due together, after a pause or a machine's sleep, are read this far apart, or twice as densely as in
 * the usual course where there are that many.
 */
const widestGapMs = 10;

/** Puts a loop whose read is due behind those that were due before; a last look goes first, and past a pause. */
export const enqueue = (engine: Engine, loop: Loop, nowMs: number): void => {
  const { group } = loop;
  if (loop.place === Place.none) group.queued++;
  const isUrgent = isLastLook(loop, nowMs);
  loop.place = isUrgent ? Place.urgent : Place.due;
  (isUrgent ? group.urgent : group.due).push(loop);
  loop.dueMs = isUrgent ? -1 : firstLookAt(loop);
  setWake(engine, loop);
};

/** The next loop of the group that may read now; without one, the group is woken when there may be. */
export const dequeue = (engine: Engine, group: PaceGroup, nowMs: number): Loop | undefined => {
  const loop = firstOf(group);
  if (loop === undefined) return undefined;
  const opensMs = opensAt(engine, group, loop.place === Place.urgent);
  if (opensMs <= nowMs) {
    (loop.place === Place.urgent ? group.urgent : group.due).shift();
    leaveQueue(engine, loop);
    spend(engine, loop, nowMs);
    return loop;
  }
  // With every place taken, the read that ends first wakes the group.
  if (opensMs < Infinity) engine.scheduler.set(group, Math.ceil(opensMs));
  return undefined;
};

// Loops that have left, or have moved to the urgent ones, are skipped here instead of searched for there.
const firstOf = ({ due, urgent }: PaceGroup): Loop | undefined => {
  while (urgent.first() !== undefined && urgent.first()?.place !== Place.urgent) urgent.shift();
  while (due.first() !== undefined && due.first()?.place !== Place.due) due.shift();
  return urgent.first() ?? due.first();
};

const opensAt = ({ maxInFlight }: Engine, group: PaceGroup, isUrgent: boolean): number => {
  if (group.inFlight >= maxInFlight) return Infinity;
  return isUrgent ? group.budgetMs : Math.max(group.budgetMs, group.nextMs, group.pausedUntilMs);
};

const spend = ({ requestsPerSecond }: Engine, loop: Loop, nowMs: number): void => {
  const { group } = loop;
  group.inFlight++;
  // Wider by the lateness that is made up for, so that no second has more than its share.
  group.budgetMs = Math.max(group.budgetMs, nowMs - latenessMs) + (1000 + latenessMs) / requestsPerSecond;
  const gapMs = Math.min(widestGapMs, intervalOf(loop) / group.peak / 2);
  group.nextMs =
    group.slowDownMs > 0 ? nowMs + group.slowDownMs : Math.max(group.nextMs, nowMs - 2 * widestGapMs) + gapMs;
};
