import type { Reading } from "@genwait/lifecycle";
import type { Emit } from "./emitter.ts";
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
  const { phase, stage, progress, unknownStatus: found } = state;
  const tellPhase = emit("phase");
  emit("read")?.(job, { attempt, durationMs, phase });
  if (tellPhase && (phase !== before?.phase || stage !== before.stage || progress !== before.progress)) {
    tellPhase(job, { phase, stage, progress });
  }
  for (const departure of departures ?? []) emit("departure")?.(job, departure);
  if (found !== undefined) reportUnknown(emit, job, group.reported, `${found}`);
};

const reportUnknown = (emit: Emit, job: Loop["job"], reported: Set<string>, found: string): void => {
  const { name: operation, lifecycle } = job;
  const key = `${operation} ${found}`;
  if (reported.has(key)) return;
  reported.add(key);
  emit("departure")?.(job, {
    operation,
    pointer: lifecycle.state?.at ?? "",
    expected: "a declared status",
    found,
  });
};
