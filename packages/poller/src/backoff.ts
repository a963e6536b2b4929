/** The bound of the first delay; it doubles with each further error in a row. */
const baseMs = 1000;

/** A service that is down for minutes is asked twice a minute at the most rarely. */
const capMs = 30_000;

/**
 * The delay after the n-th error in a row, with full jitter: anywhere below a bound that doubles, so that the clients of a
 * service that comes back do not come back all at once.
 */
export const backoffMs = (errorsInRow: number, random: () => number): number =>
  random() * Math.min(capMs, baseMs * 2 ** (errorsInRow - 1));
