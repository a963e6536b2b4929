import { parseDuration, type XJob } from "@genwait/lifecycle";

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

/** Until when the results of a job are good that are told now, in epoch seconds; undefined where they always are. */
export const expiryOf = (record: JobRecord, told: ToldAt, seed: string | number): number | undefined => {
  const afterMs = lifetimeOf(record.job.declaration);
  if (afterMs === undefined) return undefined;
  const { nowMs, startedAtMs } = told;
  const renew = record.job.declaration.expires?.renew ?? "poll";
  if (renew !== "poll") {
    const endsAtMs = Math.min(nowMs, endOf(record, told, seed));
    const renewedAtMs = record.renewedAtMs === undefined ? 0 : startedAtMs + record.renewedAtMs - record.startedAtMs;
    return Math.ceil((Math.max(endsAtMs, renewedAtMs) + afterMs) / 1000);
  }
  // Polls that follow each other closely are told the same address.
  const stepMs = Math.min(longestStepMs, afterMs / 10);
  const atMs = startedAtMs + Math.floor((nowMs - startedAtMs) / stepMs) * stepMs;
  return Math.ceil((atMs + afterMs) / 1000);
};

/** When a job ends or has ended, on the clock of what is told. */
export const endOf = (record: JobRecord, { startedAtMs }: ToldAt, seed: string | number): number =>
  startedAtMs + planOf(record, seed).durationMs;

/** How long results are good, in milliseconds; undefined where they always are. */
export const lifetimeOf = ({ expires }: XJob): number | undefined => {
  if (expires?.after !== undefined) return parseDuration(expires.after);
  return expires?.at === undefined ? undefined : assumedLifetimeMs;
};

// Where a document says only that there is an end: longer than anybody waits for a job.
const assumedLifetimeMs = parseDuration("24h");

const longestStepMs = 60_000;
