import { type Duration, parseDuration } from "@genwait/lifecycle";

import { longestMs } from "../scenario/longest-time.ts";

/** Every way in which the mock can misbehave. A fault is the only response that may break the document. */
export const faultNames = [
  "rate-limited",
  "server-error",
  "bad-gateway",
  "unavailable",
  "latency",
  "hang",
  "reset",
  "reset-mid-body",
  "truncated",
  "html",
  "empty-body",
  "unknown-status",
  "unknown-field",
  "error-in-200",
  "unauthorized",
  "forbidden",
  "no-credits",
  "not-found",
] as const;

/** The name of a fault. */
export type FaultName = (typeof faultNames)[number];

/** A fault, and when it hits. Without `on`, `rate` or `for` it hits always. */
export interface FaultRule {
  readonly is: FaultName;
  /** The job's polls that meet it, counted from 1; `create` is the call that starts the job. */
  readonly on?: number | "create" | readonly (number | "create")[];
  /** The share of calls that meet it, above 0 and up to 1, drawn by the seed. */
  readonly rate?: number;
  /** Only while the job is younger than this. */
  readonly for?: Duration;
  /** For `no-credits`: 402 or 403. @default the one that the document declares */
  readonly status?: number;
  /** For `rate-limited` and `unavailable`: the time that `Retry-After` names. @default what the document shows */
  readonly retryAfter?: Duration | "none";
  /** `Retry-After` as seconds or as a date. @default "seconds" */
  readonly retryAfterAs?: "seconds" | "date";
  /** For `latency`: how long the response takes. @default "2s" */
  readonly delay?: Duration;
}

/** Whether a text names a fault. */
export const isFaultName = (value: unknown): value is FaultName => faultNames.some((name) => name === value);

/** A fault by its name, as a header gives it; a time may follow: `latency-500ms`, `rate-limited-2s`. */
export const faultNamed = (text: string | undefined): FaultRule | undefined => {
  if (isFaultName(text)) return { is: text };
  const [, is, time] = /^(.+)-(\d+(?:\.\d+)?(?:ms|s|m|h))$/.exec(text ?? "") ?? [];
  if (!isDuration(time)) return undefined;
  if (is === "latency") return { is, delay: time };
  return is === "rate-limited" || is === "unavailable" ? { is, retryAfter: time } : undefined;
};

const isDuration = (text: string | undefined): text is Duration => {
  try {
    return text !== undefined && parseDuration(text) <= longestMs;
  } catch {
    return false;
  }
};
