import type { Reading } from "@genwait/lifecycle";
import type { Engine } from "./engine.ts";
import { least, type Loop, type SomeState } from "./loop.ts";
import { onFailure } from "./on-failure.ts";
import { onReading } from "./on-reading.ts";
import type { PaceGroup } from "./pace-group.ts";
import { ReadCall } from "./read-call.ts";
import { longestReadInCrowdMs, longestReadMs, readLimitAt } from "./read-limit.ts";
import { dequeue } from "./read-queue.ts";
import { onGrid, sleep } from "./sleep.ts";

/** Starts as many reads of a pace group as its pace lets start now. */
export const startReads = (engine: Engine, group: PaceGroup, nowMs: number): void => {
  for (let loop = dequeue(engine, group, nowMs); loop; loop = dequeue(engine, group, nowMs))
    startRead(engine, loop, nowMs);
};

/** Starts the read of a loop that the pace lets start now. */
export const startRead = (engine: Engine, loop: Loop, nowMs: number): void => {
  const call = new ReadCall(nowMs);
  loop.call = call;
  loop.attempts++;
  const longestMs = loop.group.inFlight > engine.maxInFlight / 2 ? longestReadInCrowdMs : longestReadMs;
  sleep(engine, loop, onGrid(loop.group, least(loop, readLimitAt, nowMs, longestMs)));
  read(loop, call).then(
    (reading) => onReading(engine, loop, call, reading),
    (error: unknown) => onFailure(engine, loop, call, error),
  );
};

// Not every job that is not a client's own is so careful as to reject.
const read = ({ job }: Loop, call: ReadCall): Promise<Reading<SomeState>> => {
  try {
    return job.read(call);
  } catch (error) {
    return Promise.reject(error);
  }
};
