/** @import { Job } from "./types.js" */
/** @import { Model } from "./model.js" */
import { itemsDone, kindAt, stageAt } from "./job-state.js";
import { keyOf } from "./model.js";
import { pollingOf } from "./polling.js";
import { inWords, kindWords } from "./words.js";

/** @typedef {{ now: () => number, callerNow: () => number, isSet: () => boolean, readonly speed: number }} PageClock */

/**
 * What there is to say of a job now: its state and how it is polled, in words.
 *
 * @param {Model} model
 * @param {PageClock} clock
 * @param {Job} job
 */
export const lineOf = (model, clock, job) => {
  const nowMs = clock.now();
  const kind = kindAt(job, nowMs);
  const polls = model.polls.get(keyOf(job)) ?? [];
  const time = { nowMs, callerNowMs: clock.callerNow(), speed: clock.speed, declaredMs: pollIntervalMs(model, job) };
  return { job, kind, polls, doing: doingOf(job, nowMs), polling: pollingOf(job, polls, time) };
};

/**
 * The interval at which the API wants a job to be polled.
 *
 * @param {Model} model
 * @param {{ api: string, job: string }} job
 */
export const pollIntervalMs = ({ apis }, { api, job }) =>
  apis.find(({ name }) => name === api)?.jobs.find(({ name }) => name === job)?.pollIntervalMs ?? 5000;

/** @type {(job: Job, nowMs: number) => string} */
const doingOf = (job, nowMs) => {
  const kind = kindAt(job, nowMs);
  const isMany = job.items.length > 1;
  if (kind !== "pending") {
    const good = job.items.filter((item) => item.kind === "succeeded").length;
    return kind === "partial" ? `${good} of ${job.items.length} succeeded` : kindWords[kind];
  }
  const stage = stageAt(job, nowMs);
  const left = job.endsAtMs === undefined ? "never ends" : `${inWords(job.endsAtMs - nowMs)} left`;
  const items = isMany ? `${itemsDone(job, nowMs)} of ${job.items.length}, ` : "";
  return `${stage === undefined ? "" : `${stage}, `}${items}${left}`;
};
