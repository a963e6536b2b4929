import type { Engine } from "./engine.ts";
import type { Loop } from "./loop.ts";

/** Has a loop woken when it is due, or at the first deadline of those who wait. */
export const setWake = (engine: Engine, loop: Loop): void => {
  let wakeMs = loop.dueMs < 0 ? Infinity : loop.dueMs;
  for (let waiter = loop.waiter; waiter !== undefined; waiter = waiter.next)
    wakeMs = Math.min(wakeMs, waiter.deadlineMs);
  engine.scheduler.set(loop, wakeMs);
};
