import type { StatusKind } from "@genwait/lifecycle";

import { possibleKinds, isFailure, nearest, statedKinds } from "./status-kinds.ts";
import { durationMs } from "./duration.ts";
import type { JobRecord } from "./job-record.ts";
import { type Random, seeded } from "./seeded.ts";

/** A job's whole lifecycle, known from its beginning. */
export interface Plan {
  /** From the start to the end; infinite where it never ends. */
  readonly durationMs: number;
  readonly kind: StatusKind;
  readonly items: readonly PlannedItem[];
}

/** How an output ends, and when. */
export interface PlannedItem {
  readonly kind: StatusKind;
  /** After the job's start. */
  readonly endsAtMs: number;
}

/** The lifecycle of a job: the same for the same seed and id, on any machine and at any time. */
export const planOf = (record: JobRecord, seed: string | number): Plan => {
  const { job, chosen, id, result, startedAtMs } = record;
  const { scenario } = chosen;
  const random = seeded(seed, record.api, id);
  const drawn = scenario.create === "terminal" ? 0 : Math.round(durationMs(scenario, job.declaration, random));
  const lasting = scenario.result === "never" ? Number.POSITIVE_INFINITY : lastingOf(record, drawn);
  const duration = result === undefined ? lasting : Math.max(0, result.atMs - startedAtMs);
  const able = possibleKinds(job.declaration);
  const kinds = itemKinds(record, result?.kind);
  const wanted =
    result?.kind ?? (Array.isArray(scenario.items) && scenario.result === undefined ? folded(kinds) : scenario.result);
  const kind = nearest(wanted === undefined || wanted === "never" ? "succeeded" : wanted, able);
  const isTogether = scenario.itemsFinish === "together" || scenario.polls !== undefined || result !== undefined;
  return {
    durationMs: duration,
    kind,
    items: kinds.map((item, index) => ({
      kind: item,
      endsAtMs: endOfItem(index, kinds.length, { drawn, duration, random, isTogether }),
    })),
  };
};

// Where polls decide, nobody knows the end before it is there.
const lastingOf = ({ chosen, endedAtMs, startedAtMs }: JobRecord, drawn: number): number => {
  if (chosen.scenario.polls === undefined) return drawn;
  return endedAtMs === undefined ? Number.POSITIVE_INFINITY : endedAtMs - startedAtMs;
};

const defaultItemCount = 4;

const itemKinds = (
  { job, chosen: { scenario }, requested }: JobRecord,
  commanded: StatusKind | undefined,
): readonly StatusKind[] => {
  const { items } = job.declaration;
  if (items === undefined) return [];
  const able = statedKinds(items.state);
  if (typeof scenario.items === "object" && commanded === undefined)
    return scenario.items.map((kind) => nearest(kind, able));
  const listed = typeof scenario.items === "object" ? scenario.items.length : scenario.items;
  const result = commanded ?? (scenario.result === "never" ? "succeeded" : (scenario.result ?? "succeeded"));
  const count = Math.max(result === "partial" ? 2 : 0, listed ?? requested?.items ?? defaultItemCount);
  const good = Array.from({ length: count }, () => nearest("succeeded", able));
  if (result === "partial") return [...good.slice(1), nearest("failed", able)];
  return isFailure(result) ? good.map(() => nearest(result, able)) : good;
};

const folded = (kinds: readonly StatusKind[]): StatusKind => {
  const bad = kinds.filter((kind) => isFailure(kind));
  if (bad.length === 0) return "succeeded";
  return bad.length < kinds.length ? "partial" : (bad[0] ?? "failed");
};

interface ItemTimes {
  readonly drawn: number;
  readonly duration: number;
  readonly random: Random;
  readonly isTogether: boolean;
}

// Evenly spread with a seeded wobble, so that no two finish at once; the last one ends the job.
const endOfItem = (index: number, count: number, { drawn, duration, random, isTogether }: ItemTimes): number => {
  const share = index === count - 1 ? 1 : (index + 0.7 + 0.6 * random()) / (count + 0.3);
  return isTogether || index === count - 1 ? duration : Math.min(duration, Math.round(drawn * share));
};
