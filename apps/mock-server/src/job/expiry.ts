import { parseDuration } from "@genwait/lifecycle";

import type { JobRecord } from "./job-record.ts";
import { planOf } from "./plan.ts";

/** Until when the addresses of a job's files are good that are told now, in epoch seconds; undefined where they always are. */
export const expiryOf = (record: JobRecord, nowMs: number, seed: string | number): number | undefined => {
  const { expires } = record.job.declaration;
  if (expires?.after === undefined) return undefined;
  const afterMs = parseDuration(expires.after);
  const { startedAtMs } = record;
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
