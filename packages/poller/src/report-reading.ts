import type { Reading } from "@genwait/lifecycle";
import type { Engine } from "./engine.ts";
import type { Loop, SomeState } from "./loop.ts";

/** Tells what a good answer had to say. */
export const reportReading = (
  { emit }: Engine,
  { job, group, attempts: attempt }: Loop,
  { state, departures }: Reading<SomeState>,
  before: SomeState | undefined,
  durationMs: number,
): void => {
  const { phase, stage, progress, unknownStatus } = state;
  emit("read", job, { attempt, durationMs, phase });
  if (phase !== before?.phase || stage !== before.stage || progress !== before.progress)
    emit("phase", job, { phase, stage, progress });
  departures?.forEach((departure) => emit("departure", job, departure));
  if (unknownStatus === undefined) return;
  const found = `${unknownStatus}`;
  const key = `${job.name} ${found}`;
  if (group.reported.has(key)) return;
  group.reported.add(key);
  const pointer = job.lifecycle.state?.at ?? "";
  emit("departure", job, { operation: job.name, pointer, expected: "a declared status", found });
};
