import type { Reading } from "@genwait/lifecycle";
import type { Engine } from "./engine.ts";
import { least, type Loop, type SomeState } from "./loop.ts";
import { onFailure } from "./on-failure.ts";
import { onReading } from "./on-reading.ts";
import type { PaceGroup } from "./pace-group.ts";
import { readLimitAt } from "./read-limit.ts";
import { dequeue } from "./read-queue.ts";
import { sleep } from "./sleep.ts";

/** Starts as many reads of a pace group as its pace lets start now. */
export const startReads = (engine: Engine, group: PaceGroup, nowMs: number): void => {
  for (let loop = dequeue(engine, group, nowMs); loop; loop = dequeue(engine, group, nowMs))
    startRead(engine, loop, nowMs);
};

const startRead = (engine: Engine, loop: Loop, nowMs: number): void => {
  const call = new AbortController();
  loop.call = call;
  loop.calledMs = Math.floor(nowMs);
  loop.attempts++;
  const isCrowded = loop.group.inFlight > engine.maxInFlight / 2;
  sleep(
    engine,
    loop,
    least(loop, (waiter) => readLimitAt(loop, waiter, nowMs, isCrowded)),
  );
  read(loop, call.signal).then(
    (reading) => onReading(engine, loop, call, reading),
    (error: unknown) => onFailure(engine, loop, call, error),
  );
};

// Not every job that is not a client's own is as careful as to reject.
const read = async ({ job }: Loop, signal: AbortSignal): Promise<Reading<SomeState>> => job.read({ signal });
