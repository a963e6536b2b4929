import { parseDuration } from "@genwait/lifecycle";

import type { FaultRule } from "./fault.ts";

/** The response's headers with the `Retry-After` that a fault asks for: as seconds, as a date, or gone. */
export const withRetryAfter = (
  headers: Readonly<Record<string, string>>,
  { retryAfter, retryAfterAs = "seconds" }: FaultRule,
  nowMs: number,
): Record<string, string> => {
  const rest = { ...headers };
  if (retryAfter === undefined) return rest;
  delete rest["retry-after"];
  if (retryAfter === "none") return rest;
  const waitMs = parseDuration(retryAfter);
  // A date has no fractions: rounded up, so that nobody comes too early.
  const value =
    retryAfterAs === "date"
      ? new Date(Math.ceil((nowMs + waitMs) / 1000) * 1000).toUTCString()
      : String(Math.ceil(waitMs / 1000));
  return { ...rest, "retry-after": value };
};
