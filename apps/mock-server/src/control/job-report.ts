import { type StatusKind, parseDuration } from "@genwait/lifecycle";

import type { FaultRule } from "../fault/fault.ts";
import type { JobRecord } from "../job/job-record.ts";
import { planOf } from "../job/plan.ts";
import { viewAt } from "../job/view.ts";
import type { ScenarioPhase } from "../scenario/scenario.ts";
import type { Shared } from "../service/context.ts";

/** A job with its whole lifecycle, future included. Times are epoch milliseconds of the mock's clock. */
export interface JobReport {
  readonly api: string;
  /** The job's name in its API's document. */
  readonly job: string;
  readonly id: string;
  /** What it is now: `pending`, or how it ended. */
  readonly kind: StatusKind;
  /** From 0 to 1. */
  readonly progress: number;
  /** How it ends, or ended; absent where it never does. */
  readonly result?: StatusKind;
  /** The name of the scenario that it plays. */
  readonly scenario: string;
  /** Whether a create started it, or a poll of an id that nobody knew. */
  readonly wasCreated: boolean;
  readonly startedAtMs: number;
  readonly endsAtMs?: number;
  /** What happens until the end, in order; one segment where the scenario has no phases. */
  readonly segments: readonly JobSegment[];
  /** Its outputs: how each ends, and when. */
  readonly items: readonly { readonly kind: StatusKind; readonly endsAtMs?: number }[];
  /** The faults that its scenario has in store. */
  readonly faults: readonly FaultRule[];
  /** Polls so far, failed ones included. */
  readonly polls: number;
  /** What it is known by beside its id; absent where that is nothing. */
  readonly carried?: Readonly<Record<string, string>>;
  /** When the API was told to cancel it, and what came of it: it stops, is forgotten, or was over and has lost its output. */
  readonly cancelled?: { readonly as: "asked" | "gone" | "deleted"; readonly atMs: number };
}

/** A phase of a job's lifecycle, with its times. */
export interface JobSegment extends Omit<ScenarioPhase, "for"> {
  readonly fromMs: number;
  /** Absent where it never ends. */
  readonly toMs?: number;
}

/** Describes a job at the mock's present time. */
export const reportOf = (record: JobRecord, { time, seed }: Pick<Shared, "time" | "seed">): JobReport => {
  const { api, job, id, chosen, startedAtMs, polls, wasCreated } = record;
  const plan = planOf(record, seed);
  const { kind, progress } = viewAt(record, time.now(), seed);
  const endsAtMs = startedAtMs + plan.durationMs;
  return {
    api,
    job: job.declaration.name,
    id,
    kind,
    progress,
    ...(Number.isFinite(endsAtMs) && { result: plan.kind, endsAtMs }),
    scenario: chosen.name,
    wasCreated,
    startedAtMs,
    segments: segmentsOf(chosen.scenario.phases, startedAtMs, endsAtMs),
    items: plan.items.map((item) => ({
      kind: item.kind,
      ...(Number.isFinite(item.endsAtMs) && { endsAtMs: startedAtMs + item.endsAtMs }),
    })),
    faults: chosen.scenario.faults ?? [],
    polls,
    ...(record.carried !== undefined && { carried: record.carried }),
    ...(record.cancelled !== undefined && { cancelled: record.cancelled }),
  };
};

const segmentsOf = (
  phases: readonly ScenarioPhase[] | undefined,
  fromMs: number,
  endsAtMs: number,
): readonly JobSegment[] => {
  if (phases === undefined) return [{ fromMs, ...(Number.isFinite(endsAtMs) && { toMs: endsAtMs }) }];
  const segments: JobSegment[] = [];
  let startMs = fromMs;
  for (const { for: length, ...phase } of phases) {
    // A commanded result cuts what was still to come.
    if (startMs >= endsAtMs) break;
    const toMs = Math.min(endsAtMs, startMs + parseDuration(length));
    segments.push({ fromMs: startMs, toMs, ...phase });
    startMs = toMs;
  }
  return segments;
};
