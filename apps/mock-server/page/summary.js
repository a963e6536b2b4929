/** @import { PageClock } from "./job-line.js" */
/** @import { Model } from "./model.js" */
import { lineOf } from "./job-line.js";
import { counted } from "./words.js";

/**
 * All jobs in a sentence: how many there are, and how many are polled in a way that somebody should look at.
 *
 * @param {Model} model
 * @param {PageClock} clock
 */
export const summaryOf = (model, clock) => {
  if (model.jobs.size === 0) return "";
  let running = 0;
  /** @type {Map<string, number>} */
  const odd = new Map();
  for (const job of model.jobs.values()) {
    const { kind, polling } = lineOf(model, clock, job);
    if (kind === "pending") running++;
    if (polling.isOdd) odd.set(polling.is, (odd.get(polling.is) ?? 0) + 1);
  }
  const known = model.jobs.size;
  const all =
    model.totalJobs > known ? `the newest ${known} of ${counted(model.totalJobs, "job")}` : counted(known, "job");
  const ways = Object.entries(oddWords).flatMap(([is, words]) => (odd.has(is) ? `${odd.get(is)} ${words}` : []));
  return `${all}, ${running} running. ${ways.length === 0 ? "All are polled as declared." : `${sentence(ways)}.`}`;
};

const oddWords = {
  often: "polled too often",
  rarely: "too rarely",
  unpolled: "not at all",
  silent: "no longer",
  "after-result": "beyond the result",
};

/** @type {(parts: string[]) => string} */
const sentence = (parts) => {
  const joined = parts.join(", ");
  return joined.includes("polled") ? joined : joined.replace(" ", " polled ");
};
