import type { Kind } from "@genwait/lifecycle";

import type { JobRecord } from "../life/job-record.ts";
import { planOf } from "../life/plan.ts";
import { viewAt } from "../life/view.ts";
import type { Shared } from "../service/context.ts";

/** A job as the control API shows it: where it is, and what is still to come. */
export interface JobReport {
  readonly api: string;
  /** The declaration's name of the job. */
  readonly job: string;
  readonly id: string;
  readonly scenario: string;
  /** What an answer says of it now: `pending`, or how it ended. */
  readonly kind: Kind;
  /** From 0 to 1. */
  readonly progress: number;
  /** How it is going to end; absent where it never does. */
  readonly end?: Kind;
  /** In epoch milliseconds of the mock's time. */
  readonly startedAtMs: number;
  readonly endsAtMs?: number;
  /** Its outputs: how each ends, and when. */
  readonly items: readonly { readonly kind: Kind; readonly endsAtMs: number }[];
  readonly reads: number;
  /** Whether a create started it, or the first look at its id. */
  readonly wasCreated: boolean;
}

/** Describes a job at the mock's present time. */
export const reportOf = (record: JobRecord, { time, seed }: Shared): JobReport => {
  const { api, job, id, chosen, startedAtMs, reads, wasCreated } = record;
  const plan = planOf(record, seed);
  const { kind, progress } = viewAt(record, time.now(), seed);
  const isEnding = Number.isFinite(plan.durationMs);
  return {
    api,
    job: job.declaration.name,
    id,
    scenario: chosen.name,
    kind,
    progress,
    ...(isEnding && { end: plan.kind, endsAtMs: startedAtMs + plan.durationMs }),
    startedAtMs,
    items: plan.items.map((item) => ({ kind: item.kind, endsAtMs: startedAtMs + item.endsAtMs })),
    reads,
    wasCreated,
  };
};
