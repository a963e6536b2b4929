import type { Engine } from "./engine.ts";
import { clampToLook } from "./last-look.ts";
import type { Loop } from "./loop.ts";
import { setWake } from "./set-wake.ts";

export interface ScheduleOptions {
  readonly nowMs: number;
  /** When the pace would have the next read. */
  readonly wantedMs: number;
  /** The read that is over failed, so that a last look may be repeated. */
  readonly mayRepeat: boolean;
}

/** Puts a loop to sleep until its next read. */
export const scheduleRead = (engine: Engine, loop: Loop, { nowMs, wantedMs, mayRepeat }: ScheduleOptions): void => {
  let dueMs = Infinity;
  for (let waiter = loop.waiter; waiter !== undefined; waiter = waiter.next) {
    const atMs = clampToLook(waiter, loop.slowestMs, nowMs, wantedMs, mayRepeat);
    if (atMs >= 0 && atMs < dueMs) dueMs = atMs;
  }
  // Whole numbers: a field that once held another takes more room for every loop.
  loop.dueMs = dueMs === Infinity ? -1 : Math.ceil(dueMs);
  setWake(engine, loop);
};
