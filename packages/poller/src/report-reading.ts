import type { Reading } from "@genwait/lifecycle";
import type { Engine } from "./engine.ts";
import { eventJob } from "./event-job.ts";
import type { Loop, SomeState } from "./loop.ts";

export interface ReportOptions {
  readonly before: SomeState | undefined;
  readonly durationMs: number;
}

/** Tells what a good answer had to say. */
export const reportReading = (
  engine: Engine,
  loop: Loop,
  { state, departures }: Reading<SomeState>,
  { before, durationMs }: ReportOptions,
): void => {
  const { emitter } = engine;
  const { phase, stage, progress, unknownStatus } = state;
  if (emitter.hears("read"))
    emitter.emit({ type: "read", ...eventJob(loop.job), attempt: loop.attempts, durationMs, phase });
  if (phase !== before?.phase || stage !== before.stage || progress !== before.progress) {
    const details = { ...(stage !== undefined && { stage }), ...(progress !== undefined && { progress }) };
    if (emitter.hears("phase")) emitter.emit({ type: "phase", ...eventJob(loop.job), phase, ...details });
  }
  for (const departure of departures ?? []) emitter.emit({ type: "departure", ...eventJob(loop.job), ...departure });
  if (unknownStatus !== undefined) reportUnknown(engine, loop, String(unknownStatus));
};

const reportUnknown = ({ emitter }: Engine, { job, group }: Loop, found: string): void => {
  const key = `${job.name} ${found}`;
  if (group.reported.has(key)) return;
  group.reported.add(key);
  const { name, lifecycle } = job;
  emitter.emit({
    type: "departure",
    ...eventJob(job),
    operation: name,
    pointer: lifecycle.state?.at ?? "",
    expected: "a declared status",
    found,
  });
};
