import type { CallErrorKind, CallFailure } from "@genwait/lifecycle";

/** What the error of a read was: the kind of the call's error; `unknown` is an error that names no kind. */
export type ReadErrorKind = CallErrorKind | "unknown";

/** What an answer was: a pending job, or an error. */
export type AnswerKind = "pending" | ReadErrorKind;

/** Counts of answers by what they were. */
export type AnswerCounts = Readonly<Partial<Record<AnswerKind, number>>>;

/**
 * The errors of a read that do not simply pass. `refuse`: asking again gives the same answer, the wait ends at once.
 * `grace`: the job may be too new to be known; that passes for a while, then the wait ends. Every other error says nothing
 * about the next read: `rate-limited`, `unavailable` (5xx, 408, 425), `network`, `call-timeout`, `contract` (a broken or
 * strange body), and what names no kind at all.
 */
export const lastingErrors: Readonly<Partial<Record<ReadErrorKind, "refuse" | "grace">>> = {
  "invalid-request": "refuse",
  unauthorized: "refuse",
  "insufficient-credits": "refuse",
  forbidden: "refuse",
  rejected: "refuse",
  "not-found": "grace",
};

/** What whatever a read rejected with tells of itself. */
export const failureOf = (error: unknown): Partial<CallFailure> => Object(error);
