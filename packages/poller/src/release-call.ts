import type { Engine } from "./engine.ts";
import type { Loop } from "./loop.ts";
import { isQueued } from "./pace-group.ts";

/** The read in flight is over, or is given up: another of the group may start. */
export const releaseCall = (engine: Engine, loop: Loop): void => {
  const { group } = loop;
  loop.call = undefined;
  group.inFlight--;
  // Not at once: where one is aborted, the next may be about to be; and an answer's socket is not free before its turn ends.
  if (isQueued(group)) engine.alarms.set(group, engine.nowMs());
};
