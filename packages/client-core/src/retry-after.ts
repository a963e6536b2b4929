import type { Clock } from "@genwait/lifecycle";
import type { ReceivedAnswer } from "./call-context.ts";

/**
 * The wait that an answer's `Retry-After` asks for, in milliseconds; undefined without a sane one. Never negative and
 * never NaN, but as long as the service says: to bound it is the business of whoever waits.
 *
 * A date counts from the answer's own `Date`, where there is one: the service's clock and ours may differ.
 */
export const answerRetryAfterMs = (
  { header }: Pick<ReceivedAnswer, "header">,
  clock: Pick<Clock, "now">,
): number | undefined => {
  const text = `${header("retry-after")}`;
  const delayMs = /^\d+(\.\d+)?$/.test(text)
    ? Math.min(Number(text) * 1000, Number.MAX_SAFE_INTEGER)
    : parseDate(text) - (parseDate(header("date")) || clock.now());
  return Number.isNaN(delayMs) ? undefined : Math.max(0, delayMs);
};

// Date.parse makes a date of nearly anything, "-5" included; what names its zone is meant as one.
const parseDate = (text: string | null): number => (/(GMT|Z)$/.test(`${text}`) ? Date.parse(`${text}`) : Number.NaN);
