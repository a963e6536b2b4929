import { type CallErrorKind, isCallFailure } from "@genwait/lifecycle";

/** What an answer was: a pending job, or the kind of the call's error; `unknown` is an error that names no kind. */
export type AnswerKind = "pending" | CallErrorKind | "unknown";

/** Counts of answers by what they were. */
export type AnswerCounts = Readonly<Partial<Record<AnswerKind, number>>>;

/**
 * What an error of a call means to a wait. `retry`: it may pass, the job is asked for again. `refuse`: asking again gives
 * the same answer, the wait ends at once. `grace`: `retry` as long as the job may be too new to be known, then `refuse`.
 */
export const passingErrors: Readonly<Record<Exclude<AnswerKind, "pending">, "retry" | "refuse" | "grace">> = {
  "invalid-request": "refuse",
  unauthorized: "refuse",
  "insufficient-credits": "refuse",
  forbidden: "refuse",
  "not-found": "grace",
  rejected: "refuse",
  "rate-limited": "retry",
  unavailable: "retry",
  network: "retry",
  "call-timeout": "retry",
  contract: "retry",
  unknown: "retry",
};

/** The kind of whatever a read rejected with. */
export const errorKindOf = (error: unknown): CallErrorKind | "unknown" =>
  isCallFailure(error) ? error.kind : "unknown";
