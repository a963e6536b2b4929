/** @import { Job } from "./types.js" */
/** @import { PageClock } from "./job-line.js" */
/** @import { Model } from "./model.js" */
import { lineOf } from "./job-line.js";
import { hasEnded } from "./job-state.js";

/** @typedef {{ show: string, find: string }} Filter */

/**
 * The jobs that are listed, the newest first.
 *
 * @param {Model} model
 * @param {PageClock} clock
 * @param {Filter} filter
 * @returns {Job[]}
 */
export const listJobs = (model, clock, { show, find }) => {
  const text = find.trim().toLowerCase();
  const nowMs = clock.now();
  return [...model.jobs.values()].reverse().filter((job) => {
    if (text !== "" && !`${job.id} ${job.api} ${job.scenario}`.toLowerCase().includes(text)) return false;
    if (show === "running") return !hasEnded(job, nowMs);
    if (show === "ended") return hasEnded(job, nowMs);
    return show !== "odd" || lineOf(model, clock, job).polling.isOdd;
  });
};
