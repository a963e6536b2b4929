/** The upper bound of the first delay; it doubles with each further error in a row. */
const baseMs = 1000;

/** A service that is down for minutes is asked twice a minute. */
const capMs = 30_000;

/** Full jitter may draw zero, and three errors in one millisecond are no three tries. */
const floorMs = 100;

/**
 * The delay after the n-th error in a row: anywhere between the floor and a bound that doubles, so that the clients of a
 * service that comes back do not come back all at once.
 */
export const backoffMs = (errorsInRow: number, random: () => number): number => {
  const boundMs = Math.min(capMs, baseMs * 2 ** (errorsInRow - 1));
  return floorMs + random() * (boundMs - floorMs);
};
