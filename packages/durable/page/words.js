/**
 * A stretch of time as people say it: `0.8 s`, `12 s`, `1 min 30 s`, `2 h 5 min`, `3 days`.
 *
 * @param {number} ms
 */
export const inWords = (ms) => {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1).replace(/\.0$/, "")} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return both(Math.floor(whole / 60), "min", whole % 60, "s");
  const minutes = Math.round(whole / 60);
  if (minutes < 2880) return both(Math.floor(minutes / 60), "h", minutes % 60, "min");
  return `${Math.round(minutes / 1440)} days`;
};

/**
 * A moment as a time of day.
 *
 * @param {number} ms
 */
export const timeOfDay = (ms) => clockFormat.format(ms);

/**
 * A number with its noun: `1 wait`, `1,000 waits`.
 *
 * @param {number} count
 * @param {string} noun
 */
export const counted = (count, noun) => `${numberFormat.format(count)} ${noun}${count === 1 ? "" : "s"}`;

/** @param {number} count */
export const number = (count) => numberFormat.format(count);

/**
 * Counts by their names: `3 succeeded, 1 failed`.
 *
 * @param {Readonly<Record<string, number>>} counts
 */
export const countsInWords = (counts) =>
  Object.entries(counts)
    .map(([name, count]) => `${numberFormat.format(count)} ${name}`)
    .join(", ");

const clockFormat = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const numberFormat = new Intl.NumberFormat("en");

/** @type {(large: number, largeUnit: string, small: number, smallUnit: string) => string} */
const both = (large, largeUnit, small, smallUnit) =>
  small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
