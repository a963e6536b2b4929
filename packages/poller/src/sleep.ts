import type { Engine } from "./engine.ts";
import { nextLook } from "./last-look.ts";
import { least, type Loop, type Waiter } from "./loop.ts";

/** Has a loop woken when it is due, and no later than the first deadline. Whole numbers: others take more room in every loop. */
export const sleep = ({ scheduler }: Engine, loop: Loop, dueMs: number): void => {
  loop.dueMs = Math.ceil(dueMs);
  scheduler.set(loop, Math.min(loop.dueMs, deadlineOf(loop)));
};

/** The first deadline of those who wait. */
export const deadlineOf = (loop: Loop): number => least(loop, ownDeadline);

const ownDeadline = (_: Loop, { deadlineMs }: Waiter): number => deadlineMs;

/** Puts a loop to sleep until its next read, given when the pace would have it. */
export const sleepUntilRead = (engine: Engine, loop: Loop, nowMs: number, wantedMs: number, hasFailed: boolean): void =>
  sleep(engine, loop, least(loop, nextLook, nowMs, wantedMs, hasFailed));
