/**
 * The wait that a `Retry-After` header asks for, in milliseconds; undefined without a sane one. Never negative and never
 * NaN, but as long as the service says: to bound it is the business of whoever waits.
 *
 * A date is measured against the answer's own `Date`, where there is one: the service's clock and ours may differ.
 */
export const retryAfterMs = (value: string | null, nowMs: number, date: string | null): number | undefined => {
  if (value === null) return undefined;
  const text = value.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return Math.min(Math.ceil(Number(text) * 1000), Number.MAX_SAFE_INTEGER);
  const delayMs = parseDate(text) - (parseDate(date) || nowMs);
  return Number.isNaN(delayMs) ? undefined : Math.max(0, delayMs);
};

// Date.parse makes a date of nearly anything, "-5" included; what names its zone is meant as one.
const parseDate = (text: string | null): number =>
  text !== null && /^\w.*(GMT|Z)$/.test(text) ? Date.parse(text) : Number.NaN;
