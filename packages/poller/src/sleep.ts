import type { Engine } from "./engine.ts";
import { nextLook } from "./last-look.ts";
import { least, type Loop } from "./loop.ts";
import type { PaceGroup } from "./pace-group.ts";

/** Has a loop woken when it is due, and no later than the first deadline. Whole numbers: others take more room in every loop. */
export const sleep = ({ scheduler }: Engine, loop: Loop, dueMs: number): void => {
  loop.dueMs = Math.ceil(dueMs);
  scheduler.set(loop, Math.min(loop.dueMs, loop.deadlineMs));
};

/** The next of the times that the loops of a crowd have in common; a twenty-fifth of the interval later at most. */
export const onGrid = ({ gridMs }: PaceGroup, ms: number): number => Math.ceil(ms / gridMs) * gridMs;

/** Puts a loop to sleep until its next read, given when the pace would have it. */
export const sleepUntilRead = (engine: Engine, loop: Loop, nowMs: number, wantedMs: number, hasFailed: boolean): void =>
  sleep(engine, loop, least(loop, nextLook, nowMs, onGrid(loop.group, wantedMs), hasFailed));
