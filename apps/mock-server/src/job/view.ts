import { type StatusKind, parseDuration, type PendingForm, type Scalar } from "@genwait/lifecycle";

import type { ScenarioPhase } from "../scenario/scenario.ts";
import type { JobRecord } from "./job-record.ts";
import { planOf } from "./plan.ts";

/** What there is to say of a job at one moment. */
export interface View {
  readonly kind: StatusKind;
  /** From 0 to 1, and 1 only at the end. */
  readonly progress: number;
  readonly items: readonly StatusKind[];
  /** Whether it is a job with outputs that has none, by its scenario. */
  readonly isEmpty: boolean;
  /** What the response of a finished job contains beside what is composed. */
  readonly body?: Readonly<Record<string, unknown>>;
  readonly stage?: string;
  readonly status?: Scalar;
  readonly pendingAs?: PendingForm;
  readonly message?: string;
  readonly code?: string | number;
}

/** A job's state as a function of time: nothing runs in the background. */
export const viewAt = (record: JobRecord, nowMs: number, seed: string | number): View => {
  const plan = planOf(record, seed);
  const ageMs = nowMs - record.startedAtMs;
  const isOver = ageMs >= plan.durationMs;
  const { scenario } = record.chosen;
  const failure = {
    ...scenario.failure,
    ...(record.result?.message !== undefined && { message: record.result.message }),
  };
  return {
    kind: isOver ? plan.kind : "pending",
    progress: isOver ? 1 : Math.min(0.99, shareOf(record, ageMs, plan.durationMs)),
    isEmpty: plan.items.length === 0 && record.job.declaration.items !== undefined,
    ...(isOver && scenario.body !== undefined && { body: scenario.body }),
    items: plan.items.map(({ kind, endsAtMs }) => (isOver || ageMs >= endsAtMs ? kind : "pending")),
    ...(isOver ? failure : { ...sceneOf(scenario.phases, ageMs, scenario.pendingAs) }),
  };
};

const shareOf = ({ polls, chosen }: JobRecord, ageMs: number, durationMs: number): number =>
  chosen.scenario.polls === undefined ? ageMs / durationMs : Math.max(0, polls - 1) / (chosen.scenario.polls + 1);

const sceneOf = (
  phases: readonly ScenarioPhase[] | undefined,
  ageMs: number,
  pendingAs: PendingForm | undefined,
): Partial<View> => {
  let leftMs = ageMs;
  for (const { for: length, ...phase } of phases ?? []) {
    leftMs -= parseDuration(length);
    if (leftMs < 0) return { ...(pendingAs !== undefined && { pendingAs }), ...phase };
  }
  return pendingAs === undefined ? {} : { pendingAs };
};
