import { parseDuration } from "@genwait/lifecycle";

import type { MockTime } from "../mock-time.ts";
import type { JobRecord } from "./job-record.ts";
import { planOf } from "./plan.ts";

/** When the address of a file is told, and when its job started. */
export interface ToldAt {
  readonly nowMs: number;
  readonly startedAtMs: number;
}

/** The moment for addresses that are told now: of the mock's time, or of the dates that stand where a start time was given. */
export const toldNow = ({ createdAtMs, startedAtMs }: JobRecord, time: MockTime): ToldAt =>
  time.datesStand ? { nowMs: time.datesNow(), startedAtMs: createdAtMs } : { nowMs: time.now(), startedAtMs };

/** Until when the addresses of a job's files are good that are told now, in epoch seconds; undefined where they always are. */
export const expiryOf = (
  record: JobRecord,
  { nowMs, startedAtMs }: ToldAt,
  seed: string | number,
): number | undefined => {
  const { expires } = record.job.declaration;
  if (expires?.after === undefined) return undefined;
  const afterMs = parseDuration(expires.after);
  if (expires.renew === "never") {
    const endsAtMs = Math.min(nowMs, startedAtMs + planOf(record, seed).durationMs);
    return Math.ceil((endsAtMs + afterMs) / 1000);
  }
  // Polls that follow each other closely are told the same address.
  const stepMs = Math.min(longestStepMs, afterMs / 10);
  const told = startedAtMs + Math.floor((nowMs - startedAtMs) / stepMs) * stepMs;
  return Math.ceil((told + afterMs) / 1000);
};

const longestStepMs = 60_000;
