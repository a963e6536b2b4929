import type { Clock } from "@genwait/lifecycle";

/**
 * The wait that a response's `Retry-After` asks for, in milliseconds; undefined without a sane one. Never negative and
 * never NaN, but as long as the service says: to bound it is the business of whoever waits.
 *
 * A date counts from the response's own `Date`, where there is one: the service's clock and ours may differ.
 */
export const retryAfterMsOf = (
  header: (name: string) => string | null,
  clock: Pick<Clock, "now">,
): number | undefined => {
  const text = header("retry-after");
  if (!text) return undefined;
  const delayMs = /^\d+(\.\d+)?$/.test(text)
    ? Math.min(Number(text) * 1000, 2 ** 53 - 1)
    : dateIn(text) - (dateIn(`${header("date")}`) || clock.now());
  return delayMs >= 0 ? delayMs : delayMs < 0 ? 0 : undefined;
};

// Date.parse makes a date of nearly anything, "-5" included; what names its zone is meant as one.
const dateIn = (text: string): number => Date.parse(/(GMT|Z)$/.test(text) ? text : "");
