/** @import { Job } from "./types.js" */
/** @import { Model } from "./model.js" */
import { byId } from "./dom.js";
import { hasEnded, kindAt } from "./job-state.js";
import { counted, kindWords } from "./words.js";

/**
 * Says which jobs have ended since the last call, for those who do not see it.
 *
 * @param {Model} model
 */
export const createAnnouncer = (model) => {
  const said = byId("said", HTMLElement);
  /** @type {Set<string>} the keys of running jobs */
  let running = new Set();
  /** @param {number} nowMs */
  return (nowMs) => {
    const ended = [...running].flatMap((key) => model.jobs.get(key) ?? []).filter((job) => hasEnded(job, nowMs));
    running = new Set([...model.jobs].flatMap(([key, job]) => (hasEnded(job, nowMs) ? [] : key)));
    if (ended.length > 0) said.textContent = wordsFor(ended, nowMs);
  };
};

// More than this in one breath is a number, not a list.
const mostNamed = 3;

/** @type {(ended: Job[], nowMs: number) => string} */
const wordsFor = (ended, nowMs) =>
  ended.length > mostNamed
    ? `${counted(ended.length, "job")} ended.`
    : ended.map((job) => `${job.id}: ${kindWords[kindAt(job, nowMs)]}.`).join(" ");
