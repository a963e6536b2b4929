import type { Reading } from "@genwait/lifecycle";
import type { Engine } from "./engine.ts";
import type { Loop, SomeState } from "./loop.ts";
import { onFailure } from "./on-failure.ts";
import { onReading } from "./on-reading.ts";
import { ReadCall } from "./read-call.ts";
import { shortestLimitMs, watchUntil } from "./read-limit.ts";

/** Timers come late; a start that came late may be made up for by this much, and no budget is exceeded by it. */
const latenessMs = 10;

/** Reads that are due together start twice as densely as in the usual course, or this far apart. */
const widestGapMs = 10;

/** After a pause or a machine's sleep no more start at once than have gathered in this time. A crowd's reads come less far apart. */
const burstMs = 60;

/** Starts a read that the pace lets start now, and says when the next one of its group may. */
export const startRead = (engine: Engine, loop: Loop, nowMs: number): void => {
  const { group, next } = loop;
  const call = new ReadCall(nowMs);
  loop.call = call;
  loop.attempts++;
  group.inFlight++;
  // Wider by the lateness that is made up for and by the part of a millisecond, so that no second has more than its share.
  if (engine.requestsPerSecond < Infinity)
    group.budgetMs = Math.max(group.budgetMs, nowMs - latenessMs) + (1001 + latenessMs) / engine.requestsPerSecond;
  group.nextMs = group.slowDownMs
    ? nowMs + group.slowDownMs
    : Math.max(group.nextMs, nowMs - burstMs) + Math.min(widestGapMs, loop.intervalMs / group.peak / 2);
  // How long this one may take is worked out when it has taken a while: few do.
  if (next) watchUntil(engine, Math.min(next.deadlineMs, nowMs + (next.options.readTimeoutMs ?? shortestLimitMs)));
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
