/** @import { Job, StatusKind } from "./types.js" */

/**
 * What a job is at a moment. The mock sends a job's whole lifecycle at once, so this is arithmetic.
 *
 * @param {Job} job
 * @param {number} nowMs
 * @returns {StatusKind}
 */
export const kindAt = (job, nowMs) => (hasEnded(job, nowMs) ? (job.result ?? "succeeded") : "pending");

/**
 * @param {Job} job
 * @param {number} nowMs
 */
export const hasEnded = ({ endsAtMs }, nowMs) => endsAtMs !== undefined && nowMs >= endsAtMs;

/**
 * How many of a job's outputs are there.
 *
 * @param {Job} job
 * @param {number} nowMs
 */
export const itemsDone = ({ items }, nowMs) =>
  items.filter(({ endsAtMs }) => endsAtMs != null && nowMs >= endsAtMs).length;

/**
 * The service's word for what a job is doing, where its scenario has one.
 *
 * @param {Job} job
 * @param {number} nowMs
 */
export const stageAt = ({ segments }, nowMs) =>
  segments.find(({ fromMs, toMs }) => nowMs >= fromMs && (toMs === undefined || nowMs < toMs))?.stage;
