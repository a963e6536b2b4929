/** Longer than a day is a mistake, or comes to the same. */
const longestMs = 24 * 60 * 60 * 1000;

/** What a service asks for, made safe: 0 for nothing, for a time in the past and for what is no number. */
export const saneDelayMs = (askedMs: number | undefined): number =>
  askedMs !== undefined && askedMs > 0 ? Math.min(askedMs, longestMs) : 0;
