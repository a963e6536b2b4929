/** @import { Job, TimeWindow } from "./types.js" */

/**
 * The stretch of time to show: a fixed span around now, or one that fits the jobs that matter now.
 *
 * @param {{ jobs: readonly Job[], nowMs: number, spanMs: number | undefined }} view the newest job first; no span to fit
 * @returns {TimeWindow}
 */
export const windowOf = ({ jobs, nowMs, spanMs }) => {
  if (spanMs !== undefined) return { fromMs: nowMs - spanMs * (1 - ahead), toMs: nowMs + spanMs * ahead };
  const shown = jobs.filter((job, index) => index < newest || (job.endsAtMs ?? Number.POSITIVE_INFINITY) > nowMs);
  if (shown.length === 0) return { fromMs: nowMs - shortestMs * (1 - ahead), toMs: nowMs + shortestMs * ahead };
  const startMs = startOf(shown, nowMs);
  const endMs = Math.max(nowMs, ...shown.map(({ endsAtMs }) => endsAtMs ?? nowMs));
  const pastMs = Math.min(longestMs, Math.max(shortestMs * 0.6, nowMs - startMs));
  // What is to come may take as much room as what has been, no more.
  const futureMs = Math.min(Math.max(endMs - nowMs, pastMs * 0.05), Math.max(pastMs, shortestMs * 0.6));
  const marginMs = (pastMs + futureMs) * 0.03;
  return { fromMs: nowMs - pastMs - marginMs, toMs: nowMs + futureMs + marginMs * 2 };
};

/**
 * A window on its way to another: half of the rest every tenth of a second, so that nothing jumps.
 *
 * @param {TimeWindow} current
 * @param {TimeWindow} goal
 * @param {number} passedMs
 * @returns {TimeWindow}
 */
export const glide = (current, goal, passedMs) => {
  const spanMs = goal.toMs - goal.fromMs;
  // Too far to follow with the eye.
  if (Math.abs(goal.toMs - current.toMs) > spanMs * 5) return goal;
  const share = 1 - 0.5 ** (passedMs / 100);
  const fromMs = current.fromMs + (goal.fromMs - current.fromMs) * share;
  const toMs = current.toMs + (goal.toMs - current.toMs) * share;
  const nearMs = spanMs / 2000;
  const isThere = Math.abs(goal.fromMs - fromMs) < nearMs && Math.abs(goal.toMs - toMs) < nearMs;
  return isThere ? goal : { fromMs, toMs };
};

/**
 * Round moments for the axis, no closer than so many milliseconds.
 *
 * @param {TimeWindow} window
 * @param {number} leastMs
 */
export const marksOf = ({ fromMs, toMs }, leastMs) => {
  const stepMs = steps.find((step) => step >= leastMs) ?? 86_400_000;
  const first = Math.ceil(fromMs / stepMs) * stepMs;
  return Array.from(
    { length: Math.max(0, Math.floor((toMs - first) / stepMs) + 1) },
    (_, index) => first + index * stepMs,
  );
};

// The newest decide. One that is much older runs in from the left, or a life of seconds would be a dot beside it.
/** @type {(jobs: readonly Job[], nowMs: number) => number} */
const startOf = (jobs, nowMs) => {
  const ages = jobs.map(({ startedAtMs }) => nowMs - startedAtMs).sort((a, b) => a - b);
  let pastMs = shortestMs * 0.6;
  for (const ageMs of ages) {
    if (ageMs > Math.max(pastMs, ages[0] ?? 0) * muchOlder) break;
    pastMs = Math.max(pastMs, ageMs);
  }
  return nowMs - pastMs;
};

const muchOlder = 4;
const ahead = 0.2;
const newest = 8;
const shortestMs = 60_000;
const longestMs = 7_200_000;
const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600].map((seconds) => seconds * 1000);
