import { type CallFailure, type ErrorKind, errorKinds, isCallFailure, type PollTimes } from "@genwait/lifecycle";
import { kindOfError, type PollErrorKind, type WaitErrorReason } from "./errors.ts";

/*
 * The whole policy of waiting, as pure functions of state and time, in the order in which a wait meets them.
 * All times are monotonic milliseconds unless they are called a delay.
 */

/** One wait, as far as it matters when its job is polled. */
export interface ScheduledWait {
  readonly startedMs: number;
  readonly deadlineMs: number;
  /** When it was found that the deadline had passed while nothing ran; -1 while that is not so. */
  readonly lateSinceMs: number;
  readonly settings: {
    readonly intervalMs?: number | undefined;
    readonly finalPollMs?: number | undefined;
    readonly pollTimeoutMs?: number | undefined;
    readonly notFoundRetryMs?: number | undefined;
    readonly maxErrors?: number | undefined;
    readonly known?: boolean | undefined;
  };
  readonly job: {
    readonly createdAtMs?: number | undefined;
    readonly known?: boolean | undefined;
    readonly lifecycle: { readonly poll: PollTimes };
  };
}

// ---- The usual course -------------------------------------------------------------------------------------------------

/** A declaration of "every: 0s" is no reason to spin. */
const shortestDeclaredIntervalMs = 100;

/** From the start of one poll to the start of the next. */
export const intervalOf = ({ settings, job }: ScheduledWait): number =>
  settings.intervalMs ?? Math.max(shortestDeclaredIntervalMs, job.lifecycle.poll.intervalMs);

/** One job is polled at once; many that start together are spread, up to over an interval. */
export const firstPollAt = (
  { job, startedMs }: ScheduledWait,
  { epochMs, spreadMs }: { readonly epochMs: number; readonly spreadMs: number },
): number => {
  const { initialDelayMs } = job.lifecycle.poll;
  // A bare id may be of any age, and a clock may have been set.
  const untilFirstMs = (job.createdAtMs ?? -Infinity) + initialDelayMs - epochMs;
  return startedMs + Math.min(Math.max(untilFirstMs, 0), initialDelayMs) + spreadMs;
};

/** When one poll began and ended, and until when the service, or a failure, keeps the job from being polled again. */
export interface PollTime {
  readonly startedMs: number;
  readonly endedMs: number;
  readonly notBeforeMs: number;
}

/** The next poll in the usual course. A service that takes long to respond is left alone for at least half the interval. */
export const usualPollAt = ({ startedMs, endedMs, notBeforeMs }: PollTime, intervalMs: number): number =>
  Math.max(startedMs + intervalMs, endedMs + intervalMs / 2, notBeforeMs);

/**
 * The next of the times that many loops have in common: to wake the process costs as much as a dozen polls. The
 * more loops, the farther apart they are; a sixtieth of the interval at most. A whole number in any case.
 */
export const coalesce = (atMs: number, loops: number, intervalMs: number): number => {
  const gridMs = Math.floor(Math.min(intervalMs / 60, loops / 100));
  return gridMs > 1 ? Math.ceil(atMs / gridMs) * gridMs : Math.ceil(atMs);
};

// ---- The end of the time ----------------------------------------------------------------------------------------------

/** A final poll that starts later than this would not come back in time. */
const shortestFinalPollMs = 250;

/** When the final poll of a wait starts: early enough to finish, as late as it can. */
export const finalPollAt = (wait: ScheduledWait, slowestMs: number): number => {
  const { startedMs, deadlineMs, lateSinceMs, settings } = wait;
  if (lateSinceMs >= 0) return lateSinceMs;
  const longestMs = (deadlineMs - startedMs) / 4;
  const leadMs = settings.finalPollMs ?? Math.min(Math.max(slowestMs, shortestFinalPollMs), longestMs);
  return Math.floor(deadlineMs - Math.max(leadMs, 1));
};

/** With less time left than this, one more poll after the final one is not worth it: after a good one, and after one that failed. */
const neededForAnotherMs = 1000;
const neededToRepeatMs = 50;

/** What is known of a loop that sleeps, for the wait whose deadline comes first. */
export interface Sleep {
  /** The next poll in the usual course. */
  readonly usualMs: number;
  /** When a poll was asked for last; -1 before the first. */
  readonly askedMs: number;
  readonly hasFailed: boolean;
  readonly slowestMs: number;
  /** Nobody else waits for the job. */
  readonly isAlone: boolean;
}

/** Whether the final poll of a wait was asked for. Waits for one job whose deadlines are close together share it. */
export const hadFinalPoll = (
  wait: ScheduledWait,
  { askedMs, slowestMs, isAlone }: Pick<Sleep, "askedMs" | "slowestMs" | "isAlone">,
): boolean => {
  const isLate = wait.lateSinceMs >= 0;
  const sharedMs = isAlone || isLate ? 0 : intervalOf(wait) / 2;
  return askedMs >= 0 && askedMs >= finalPollAt(wait, slowestMs) - sharedMs;
};

/**
 * When a loop wakes: for its next poll, which is never so late that nothing can come of it. After the final poll it is
 * halfway to the deadline, if an early one left time for another or if it failed; else only the deadline remains.
 */
export const wakeAt = (wait: ScheduledWait, sleep: Sleep, nowMs: number): number => {
  const { usualMs, hasFailed, isAlone, slowestMs } = sleep;
  if (!hadFinalPoll(wait, sleep)) return Math.min(usualMs, finalPollAt(wait, slowestMs));
  const { deadlineMs, settings } = wait;
  const leftMs = deadlineMs - nowMs;
  const neededMs = hasFailed ? neededToRepeatMs : settings.finalPollMs === undefined ? neededForAnotherMs : Infinity;
  if (nowMs >= finalPollAt(wait, slowestMs) && leftMs > neededMs) return Math.min(usualMs, nowMs + leftMs / 2);
  return isAlone ? deadlineMs : Math.min(usualMs, deadlineMs);
};

/** A poll that is under way at the deadline is what the wait gets, unless the deadline is past by more than this. */
const punctualMs = 100;

/** Whether a deadline that has come ends its wait; else nothing ran when the final poll was due. */
export const isExpired = (
  wait: ScheduledWait,
  sleep: Sleep,
  now: { readonly ms: number; readonly isPolling: boolean },
): boolean => {
  if (wait.lateSinceMs >= 0 || hadFinalPoll(wait, sleep)) return true;
  return now.isPolling && now.ms - wait.deadlineMs <= punctualMs;
};

/** Whether a poll without a result ends a wait: it was the final one of a late wait, or ended with the deadline. */
export const isExpiredByPoll = (
  { deadlineMs, lateSinceMs }: ScheduledWait,
  { startedMs, endedMs }: Pick<PollTime, "startedMs" | "endedMs">,
): boolean =>
  lateSinceMs >= 0 ? startedMs >= lateSinceMs : endedMs >= deadlineMs && endedMs - deadlineMs <= punctualMs;

/** How long a final poll may take that could not be made in time: the loop was blocked, or the machine slept. */
const latePollMs = 5000;

/** The deadline of a wait whose own one has passed while nothing ran. It gets one poll all the same. */
export const lateDeadline = ({ settings }: ScheduledWait, slowestMs: number, nowMs: number): number =>
  nowMs + (settings.pollTimeoutMs ?? Math.max(latePollMs, 2 * slowestMs));

// ---- A poll that hangs ------------------------------------------------------------------------------------------------

/** No status poll that is worth waiting for takes longer. */
const longestPollMs = 60_000;

/** Where many polls are under way, those that hang must not hold the places of the others. */
const longestPollInCrowdMs = 10_000;

/** A service far away and under load takes this long now and then: no poll is cut off sooner unless the caller says so. */
const shortestPollLimitMs = 250;

const farOffMs = 5000;
const limitGridMs = 500;

/**
 * When a poll under way is cut off, so that time is left for another. A job that is known to be slow gets twice its time,
 * and one who joins a poll that hangs already gives it as much as if it began now.
 */
export const pollLimitAt = (
  { startedMs, deadlineMs, lateSinceMs, settings }: ScheduledWait,
  poll: { readonly startedMs: number },
  slowestMs: number,
  isCrowded: boolean,
): number => {
  if (lateSinceMs >= 0) return deadlineMs;
  const fromMs = Math.max(startedMs, poll.startedMs);
  const halfMs = Math.min((deadlineMs - fromMs) / 2, isCrowded ? longestPollInCrowdMs : longestPollMs);
  const limitMs = settings.pollTimeoutMs ?? Math.max(halfMs, shortestPollLimitMs, 2 * slowestMs);
  const limitAtMs = fromMs + limitMs;
  // Few polls ever come to their limit: those that are far off share a time, so that it costs next to nothing to set.
  return Math.min(deadlineMs, limitMs < farOffMs ? limitAtMs : Math.ceil(limitAtMs / limitGridMs) * limitGridMs);
};

// ---- A poll that failed -----------------------------------------------------------------------------------------------

/** The bound of the first delay; it doubles with each further error in a row. */
const firstBackoffMs = 1000;

/** A service that is down for minutes is asked twice a minute at the most rarely. */
const longestBackoffMs = 30_000;

/** A service that asks for a millisecond, again and again, is not asked a thousand times a second. */
const shortestRetryMs = 100;

/** Longer than a day is a mistake, or comes to the same. */
const longestRetryAfterMs = 86_400_000;

/** What a service asks for, made safe: 0 for nothing, for a time in the past and for what is no number. */
export const saneDelay = (askedMs: number | undefined): number =>
  typeof askedMs === "number" && askedMs > 0 ? Math.min(askedMs, longestRetryAfterMs) : 0;

/**
 * The delay after the n-th error in a row, with full jitter: anywhere below a bound that doubles, so that the clients of a
 * service that comes back do not come back all at once.
 */
export const backoffMs = (errorsInRow: number, drawn: number): number =>
  drawn * Math.min(longestBackoffMs, firstBackoffMs * 2 ** (errorsInRow - 1));

/** A refusal is believed when it is repeated: as many, this far apart. */
const believedRefusals = 3;
export const refusalGapMs = 2000;

/** A job that has succeeded without a guaranteed field is polled twice more: a field can come late. */
const believedIncompletes = 3;

const longestIncompleteRetryMs = 5000;

/** How a job's polls failed since the last good one. */
export interface Failures {
  /** Errors in a row, of whatever kind. */
  readonly inRow: number;
  /** Refusals in a row that were far enough apart. */
  readonly refusals: number;
  /** Responses in a row that say that the job has succeeded, without all that is guaranteed. */
  readonly incompletes: number;
}

/** A failure, as far as it matters when the job is polled again. */
export interface Retry {
  /** Errors in a row, without those that came with a time of the service's. */
  readonly backoffs: number;
  readonly refusals: number;
  /** What the service asks for, 0 for nothing. */
  readonly askedMs: number;
  readonly intervalMs: number;
  /** From 0 to below 1. */
  readonly drawn: number;
}

/** How long after an error the job is not polled. */
export const retryDelay = (error: unknown, { backoffs, refusals, askedMs, intervalMs, drawn }: Retry): number => {
  if (askedMs > 0) return Math.max(askedMs, shortestRetryMs);
  if (incompleteOf(error) !== undefined) return Math.min(intervalMs, longestIncompleteRetryMs);
  if (isRefusal(error) && refusals > 0) return refusalGapMs;
  return Math.max(backoffMs(Math.max(1, backoffs), drawn), shortestRetryMs);
};

/** What a poll that failed means for one wait. */
export interface FailedPoll {
  readonly error: unknown;
  readonly failures: Failures;
  /** The loop has polled the job well. */
  readonly wasPolledWell: boolean;
  /** Errors in a row that count as trouble of a wait, this one included. */
  readonly countedErrors: number;
  readonly nowMs: number;
  readonly epochMs: number;
}

/** Why an error ends a wait; undefined where it is retried. */
export const whyFailureEnds = (wait: ScheduledWait, failed: FailedPoll): WaitErrorReason | undefined => {
  const { error, failures } = failed;
  if (isFinal(error) || failures.incompletes >= believedIncompletes) return "invalid-response";
  const isKnown = failed.wasPolledWell || wait.settings.known === true || wait.job.known === true;
  switch (retryOf(error)) {
    case "stop":
      return !isKnown || failures.refusals >= believedRefusals ? "refused" : undefined;
    case "not-found":
      if (failed.nowMs < notFoundRetryUntil(wait, failed)) return undefined;
      return !isKnown || failures.refusals >= believedRefusals ? "refused" : undefined;
    case "retry":
      return failed.countedErrors >= mostErrors(wait, isKnown) ? "gave-up" : undefined;
  }
};

/** A response that is not to be asked for again: the client could not even hold it. */
const isFinal = (error: unknown): boolean => isCallFailure(error) && "final" in error && error.final === true;

/** What a service said that calls a job succeeded without all that it guarantees. */
export const incompleteOf = (error: unknown): CallFailure["incomplete"] =>
  isCallFailure(error) ? error.incomplete : undefined;

const retryOf = (error: unknown): (typeof errorKinds)[ErrorKind]["retry"] =>
  isCallFailure(error) ? errorKinds[error.kind].retry : "retry";

/** Whether an error says that the service refuses to tell of the job: it counts toward the refusals in a row. */
export const isRefusal = (error: unknown): boolean => retryOf(error) !== "retry";

/**
 * Until when a job may be unknown to the service. Services respond with a 404 for a job they have just created; a 404 that lasts
 * is a wrong id, or a wrong path.
 */
export const notFoundRetryUntil = (
  { startedMs, settings, job }: ScheduledWait,
  { nowMs, epochMs }: { readonly nowMs: number; readonly epochMs: number },
): number => {
  if (settings.notFoundRetryMs !== undefined) return startedMs + settings.notFoundRetryMs;
  if (job.createdAtMs === undefined) return startedMs;
  // Age at the start of the wait; a clock that was set back since the creation makes no job younger than new.
  const ageMs = Math.max(0, epochMs - nowMs + startedMs - job.createdAtMs);
  return startedMs + Math.max(0, job.lifecycle.poll.notFoundRetryMs - ageMs);
};

/** Tries before anything is known of a bare id; a wrong address fails soon. */
const triesOfBareId = 3;

const mostErrors = ({ settings, job }: ScheduledWait, isKnown: boolean): number => {
  if (settings.maxErrors !== undefined) return settings.maxErrors;
  return isKnown || job.createdAtMs !== undefined ? Infinity : triesOfBareId;
};

/** Whether an error can come from an address where there is no such service. Only errors that are retried are asked for. */
const canMeanWrongAddress: Readonly<Record<PollErrorKind, boolean>> = {
  "invalid-request": false,
  unauthorized: false,
  "insufficient-credits": false,
  forbidden: false,
  "not-found": false,
  rejected: false,
  // These two only a working service says.
  "rate-limited": false,
  unavailable: false,
  network: true,
  "call-timeout": true,
  "invalid-response": true,
  middleware: false,
  unknown: true,
};

/** Whether an error counts toward the `maxErrors` of a wait; without that option, only one of a wrong address does. */
export const countsAsError = ({ settings }: ScheduledWait, error: unknown): boolean => {
  if (isRefusal(error) || incompleteOf(error) !== undefined || isOverload(error)) return false;
  return settings.maxErrors !== undefined || canMeanWrongAddress[kindOfError(error)];
};

/** A 429, and a 503 that says when to come back: nothing is wrong but the hour. */
export const isOverload = (error: unknown): boolean =>
  isCallFailure(error) &&
  (error.kind === "rate-limited" || (error.kind === "unavailable" && saneDelay(error.retryAfterMs) > 0));

// ---- A create that failed ---------------------------------------------------------------------------------------------

/** A create to an address where nobody listens is tried as often; what a service says about its load is no such error. */
const triesOfCreate = 5;

/** Whether a create is sent again: only when it is known that nothing was started, and that another time may do. */
export const isCreateRetried = (error: unknown, networkErrors: number): boolean => {
  if (!isCallFailure(error) || error.mayHaveStarted !== false) return false;
  return isOverload(error) || (error.kind === "network" && networkErrors < triesOfCreate);
};

// ---- Hints ------------------------------------------------------------------------------------------------------------

/** A hint to poll now is followed at most once in this time for each job. */
const wakeGapMs = 1000;

/** When a loop polls that was told to poll now. */
export const hintedPollAt = (lastStartedMs: number, nowMs: number): number =>
  lastStartedMs < 0 ? nowMs : Math.max(nowMs, lastStartedMs + wakeGapMs);
