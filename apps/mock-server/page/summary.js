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
  let [running, unknown] = [0, 0];
  /** @type {Map<string, number>} */
  const odd = new Map();
  for (const job of model.jobs.values()) {
    const { kind, polling } = lineOf(model, clock, job);
    if (kind === "pending") running++;
    if (polling.is === "unknown") unknown++;
    if (polling.isOdd) odd.set(polling.is, (odd.get(polling.is) ?? 0) + 1);
  }
  const known = model.jobs.size;
  const all =
    model.totalJobs > known ? `the newest ${known} of ${counted(model.totalJobs, "job")}` : counted(known, "job");
  const ways = Object.entries(oddWords).flatMap(([is, words]) => (odd.has(is) ? `${odd.get(is)} ${words}` : []));
  const polled = ways.length > 0 ? `${sentence(ways)}.` : unknown === 0 ? "All are polled as declared." : "";
  const forgotten =
    unknown === 0 ? "" : `How ${unknown} ${unknown === 1 ? "was" : "were"} polled, the log has forgotten.`;
  return [`${all}, ${running} running.`, polled, forgotten].filter((words) => words !== "").join(" ");
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
