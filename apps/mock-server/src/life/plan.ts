import type { Kind } from "@genwait/lifecycle";

import { expressible, isFailure, nearest, sayable } from "./abilities.ts";
import { durationMs } from "./duration.ts";
import type { JobRecord } from "./job-record.ts";
import { type Random, seeded } from "./seeded.ts";

/** A job's whole life, known from its beginning. */
export interface Plan {
  /** From the start to the end; infinite where it never ends. */
  readonly durationMs: number;
  readonly kind: Kind;
  readonly items: readonly PlannedItem[];
}

/** How an output ends, and when. */
export interface PlannedItem {
  readonly kind: Kind;
  /** After the job's start. */
  readonly endsAtMs: number;
}

/** The life of a job: the same for the same seed and id, on any machine and at any time. */
export const planOf = (record: JobRecord, seed: string | number): Plan => {
  const { job, chosen, id, end, startedAtMs } = record;
  const { scenario } = chosen;
  const random = seeded(seed, record.api, id);
  const drawn = Math.round(durationMs(scenario, job.declaration, random));
  const lasting = scenario.end === "never" ? Number.POSITIVE_INFINITY : drawn;
  const duration = end === undefined ? lasting : Math.max(0, end.atMs - startedAtMs);
  const able = expressible(job.declaration);
  const kinds = itemKinds(record, end?.kind);
  const wanted =
    end?.kind ?? (Array.isArray(scenario.items) && scenario.end === undefined ? folded(kinds) : scenario.end);
  const kind = nearest(wanted === undefined || wanted === "never" ? "succeeded" : wanted, able);
  const isTogether = scenario.itemsFinish === "together" || end !== undefined;
  return {
    durationMs: duration,
    kind,
    items: kinds.map((item, index) => ({
      kind: item,
      endsAtMs: endOfItem(index, kinds.length, { drawn, duration, random, isTogether }),
    })),
  };
};

const defaultItemCount = 4;

const itemKinds = ({ job, chosen: { scenario }, wishes }: JobRecord, commanded: Kind | undefined): readonly Kind[] => {
  const { items } = job.declaration;
  if (items === undefined) return [];
  const able = sayable(items.state);
  if (typeof scenario.items === "object" && commanded === undefined)
    return scenario.items.map((kind) => nearest(kind, able));
  const listed = typeof scenario.items === "object" ? scenario.items.length : scenario.items;
  const end = commanded ?? (scenario.end === "never" ? "succeeded" : (scenario.end ?? "succeeded"));
  const count = Math.max(end === "partial" ? 2 : 1, listed ?? wishes?.items ?? defaultItemCount);
  const good = Array.from({ length: count }, () => nearest("succeeded", able));
  if (end === "partial") return [...good.slice(1), nearest("failed", able)];
  return isFailure(end) ? good.map(() => nearest(end, able)) : good;
};

const folded = (kinds: readonly Kind[]): Kind => {
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
