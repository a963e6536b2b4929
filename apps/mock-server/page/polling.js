/** @import { Job, Polling, RequestEntry } from "./types.js" */
import { hasEnded } from "./job-state.js";
import { inWords } from "./words.js";

/**
 * How a program polls a job, against the interval that the API declares.
 *
 * @param {Job} job
 * @param {readonly RequestEntry[]} polls the oldest first
 * @param {{ nowMs: number, callerNowMs: number, speed: number, declaredMs: number }} time
 * @returns {Polling}
 */
export const pollingOf = (job, polls, { nowMs, callerNowMs, speed, declaredMs }) => {
  const last = polls.at(-1);
  if (last === undefined) return job.polls > 0 ? seenBefore(job) : unpolled(job, nowMs, { declaredMs, speed });
  const seenAt = polls.findIndex((poll) => poll.kind !== undefined && poll.kind !== "pending" && isGood(poll));
  const declared = inWords(declaredMs);
  const intervalMs = median(intervalsOf(seenAt < 0 ? polls : polls.slice(0, seenAt + 1)));
  const measured = intervalMs === undefined ? {} : { intervalMs };
  const silenceMs = callerNowMs - last.callerMs;
  if (seenAt < 0 && silenceMs > declaredMs * tooRarely) {
    const words = hasEnded(job, nowMs)
      ? `never saw the result: last polled ${inWords(silenceMs)} ago`
      : `stopped: not polled for ${inWords(silenceMs)}`;
    return { is: "silent", isOdd: true, words, ...measured };
  }
  if (intervalMs !== undefined && intervalMs < declaredMs * tooOften) {
    return {
      is: "often",
      isOdd: true,
      words: `too often: every ${inWords(intervalMs)}, declared ${declared}`,
      ...measured,
    };
  }
  const after = seenAt < 0 ? 0 : polls.length - seenAt - 1;
  if (after > 1)
    return { is: "after-result", isOdd: true, words: `polls on: ${after} times after the result`, ...measured };
  if (intervalMs !== undefined && intervalMs > declaredMs * tooRarely) {
    return {
      is: "rarely",
      isOdd: true,
      words: `too rarely: every ${inWords(intervalMs)}, declared ${declared}`,
      ...measured,
    };
  }
  const rhythm = intervalMs === undefined ? "polled once" : `every ${inWords(intervalMs)}, declared ${declared}`;
  return {
    is: seenAt < 0 ? "steady" : "seen",
    isOdd: false,
    words: seenAt < 0 ? rhythm : `${rhythm}; saw the result`,
    ...measured,
  };
};

// Half the declared interval leaves room for a jittered poller, and for a second poll after a fault.
const tooOften = 0.5;
// Three of them leave room for the slower rate that an API asks for near its limits.
const tooRarely = 3;
// Enough to be robust, few enough to show a program that has just been changed.
const mostIntervals = 9;

/** @type {(job: Job, nowMs: number, time: { declaredMs: number, speed: number }) => Polling} */
const unpolled = (job, nowMs, { declaredMs, speed }) => {
  const ageMs = (nowMs - job.startedAtMs) / (speed > 0 ? speed : 1);
  if (ageMs < declaredMs * 2) return { is: "new", isOdd: false, words: "not polled yet" };
  return { is: "unpolled", isOdd: true, words: `not polled at all, for ${inWords(ageMs)}` };
};

// The log forgets; a job that was polled long ago must not be called unpolled.
/** @type {(job: Job) => Polling} */
const seenBefore = ({ polls }) => ({
  is: "unknown",
  isOdd: false,
  words: `polled ${polls === 1 ? "once" : `${polls} times`}, longer ago than the log goes`,
});

// A response that a fault has spoiled tells nothing.
/** @type {(poll: RequestEntry) => boolean} */
const isGood = ({ status, fault }) =>
  status >= 200 && status < 300 && (fault === undefined || fault === "latency" || fault === "unknown-field");

/** @type {(polls: readonly RequestEntry[]) => number[]} */
const intervalsOf = (polls) => {
  const recent = polls.slice(-mostIntervals - 1);
  return recent.slice(1).map(({ callerMs }, index) => callerMs - (recent[index]?.callerMs ?? callerMs));
};

/** @type {(values: number[]) => number | undefined} */
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
