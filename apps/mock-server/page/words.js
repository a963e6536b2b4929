/** @import { StatusKind } from "./types.js" */

/** What a kind is called. @type {Readonly<Record<StatusKind, string>>} */
export const kindWords = {
  pending: "running",
  succeeded: "succeeded",
  partial: "partly succeeded",
  failed: "failed",
  filtered: "filtered",
  cancelled: "cancelled",
  expired: "expired",
};

/** A sign beside each word, so that colour is never alone. @type {Readonly<Record<StatusKind, string>>} */
export const kindSigns = {
  pending: "…",
  succeeded: "✓",
  partial: "◐",
  failed: "✕",
  filtered: "⊘",
  cancelled: "−",
  expired: "⌛",
};

/**
 * A stretch of time as people say it: `0.8 s`, `12 s`, `1 min 30 s`, `2 h 5 min`.
 *
 * @param {number} ms
 */
export const inWords = (ms) => {
  const seconds = Math.abs(ms) / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1).replace(/\.0$/, "")} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return both(Math.floor(whole / 60), "min", whole % 60, "s");
  const minutes = Math.round(whole / 60);
  return both(Math.floor(minutes / 60), "h", minutes % 60, "min");
};

/**
 * A moment of the mock's clock as a time of day.
 *
 * @param {number} ms
 */
export const timeOfDay = (ms) => clockFormat.format(ms);

/**
 * A number with its noun: `1 job`, `1,000 jobs`.
 *
 * @param {number} count
 * @param {string} noun
 */
export const counted = (count, noun) => `${numberFormat.format(count)} ${noun}${count === 1 ? "" : "s"}`;

const clockFormat = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const numberFormat = new Intl.NumberFormat("en");

/** @type {(large: number, largeUnit: string, small: number, smallUnit: string) => string} */
const both = (large, largeUnit, small, smallUnit) =>
  small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
