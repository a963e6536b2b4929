import {
  type CallFailure,
  type ErrorKind,
  type Failure,
  isCallFailure,
  type Job,
  type Scalar,
} from "@genwait/lifecycle";

/**
 * Why a wait stopped before its job did.
 * - `timeout`: the time is up.
 * - `refused`: the service refuses to tell, and goes on refusing.
 * - `gave-up`: the errors of a wrong address, three in a row, or as many errors as `maxErrors` allows.
 * - `invalid-response`: the job is over, but the service does not tell all that it guarantees, or what it tells is too large.
 */
export type WaitErrorReason = "timeout" | "refused" | "gave-up" | "invalid-response";

/** What the error of a poll was: the kind of the call's error; `unknown` for one that names none. */
export type PollErrorKind = ErrorKind | "unknown";

/** How many responses there were of each kind, such as `{ pending: 12, "rate-limited": 1 }`. */
export type ResponseCounts = Readonly<Partial<Record<"pending" | PollErrorKind, number>>>;

/** The kind of whatever a poll rejected with. */
export const kindOfError = (error: unknown): PollErrorKind => (isCallFailure(error) ? error.kind : "unknown");

/** What is known of a wait that stopped before its job. */
export interface WaitErrorFacts<State extends { readonly phase: string } = { readonly phase: string }> {
  readonly reason: WaitErrorReason;
  /** The job that was waited for; it can be waited for again, here or by its JSON in another process. */
  readonly job: Job<State, unknown>;
  /** Polls that were started, one cut off by the deadline included; of all waits for this job together. */
  readonly attempts: number;
  readonly elapsedMs: number;
  /** The last state that a poll told. */
  readonly lastState: State | undefined;
  /** What the last failed poll rejected with; undefined while none has failed. */
  readonly lastError: unknown;
  /** How many polls in a row failed up to the end; 0 where the last one told a state. */
  readonly failedInRow: number;
  readonly responseCounts: ResponseCounts;
}

/** A {@link WaitError} as plain data: for logs, and for `postMessage`, which drops what an error has beside its text. */
export interface WaitErrorJson {
  readonly name: "WaitError";
  readonly message: string;
  readonly reason: WaitErrorReason;
  readonly job: ReturnType<Job["toJSON"]>;
  readonly attempts: number;
  readonly elapsedMs: number;
  readonly failedInRow: number;
  readonly responseCounts: ResponseCounts;
  readonly lastState?: { readonly phase: string };
  readonly lastError?: Partial<CallFailure> & { readonly name: string; readonly message: string };
}

/**
 * A wait that stopped before its job did. It says nothing about the job, which may still be running and billed: wait for
 * the same `job` again instead of starting another one. Its `cause` is `lastError`.
 *
 * @example
 * ```ts
 * try {
 *   await poller.wait(job);
 * } catch (error) {
 *   if (isWaitError(error) && error.reason === "timeout") save(JSON.stringify(error.job));
 *   else throw error;
 * }
 * ```
 */
export class WaitError<State extends { readonly phase: string } = { readonly phase: string }>
  extends Error
  implements WaitErrorFacts<State>
{
  readonly reason: WaitErrorReason;
  readonly job: Job<State, unknown>;
  readonly attempts: number;
  readonly elapsedMs: number;
  readonly lastState: State | undefined;
  readonly lastError: unknown;
  readonly failedInRow: number;
  readonly responseCounts: ResponseCounts;

  constructor(facts: WaitErrorFacts<State>) {
    super(messageOf(facts), { cause: facts.lastError });
    this.reason = facts.reason;
    this.job = facts.job;
    this.attempts = facts.attempts;
    this.elapsedMs = facts.elapsedMs;
    this.lastState = facts.lastState;
    this.lastError = facts.lastError;
    this.failedInRow = facts.failedInRow;
    this.responseCounts = facts.responseCounts;
  }

  static {
    this.prototype.name = "WaitError";
  }

  /** All of it as plain data, which a structured clone keeps. */
  toJSON(): WaitErrorJson {
    const { message, reason, job, attempts, elapsedMs, failedInRow, responseCounts, lastState, lastError } = this;
    return {
      name: "WaitError",
      message,
      reason,
      job: job.toJSON(),
      attempts,
      elapsedMs,
      failedInRow,
      responseCounts,
      ...(lastState !== undefined && { lastState }),
      ...(lastError !== undefined && { lastError: errorJson(lastError) }),
    };
  }
}

/** Whether a value is a {@link WaitError}, also one of another copy of this package. */
export const isWaitError = (value: unknown): value is WaitError =>
  value instanceof Error &&
  value.name === "WaitError" &&
  "reason" in value &&
  "job" in value &&
  "responseCounts" in value;

// A structured clone of an error keeps its text and its cause, and nothing else: the text has the job, the reason and the counts.
const messageOf = ({ reason, job, attempts, elapsedMs, responseCounts, ...seen }: WaitErrorFacts): string => {
  const counts = Object.entries(responseCounts).map(([kind, count]) => `${count} ${kind}`);
  const polls = attempts === 1 ? "1 poll" : `${attempts} polls`;
  return (
    `Failed to wait for ${job.api} ${job.name} "${plainText(job.id)}": ${reason} after ${polls} in ${elapsedMs} ms` +
    `${counts.length === 0 ? "" : ` (${counts.join(", ")})`}: ${whyStopped(reason, seen)}. ${hints[reason]}`
  );
};

const hints: Readonly<Record<WaitErrorReason, string>> = {
  timeout: "The job may still be running and billed. Wait for the same id again, and start no other.",
  refused: "The job may still be running and billed. Wait for the same id again, and start no other.",
  "gave-up": "The job may still be running and billed. Wait for the same id again, and start no other.",
  "invalid-response": "The job is over at the service. See the error's `lastError`, and start no other before that.",
};

const whyStopped = (
  reason: WaitErrorReason,
  { lastState, lastError, failedInRow }: Pick<WaitErrorFacts, "lastState" | "lastError" | "failedInRow">,
): string => {
  const text = failedInRow > 0 ? textOf(lastError).replace(/\.$/, "") : "";
  if (reason !== "timeout") return text;
  if (failedInRow > 1) return `the last ${failedInRow} polls failed: ${text}`;
  if (failedInRow === 1) return `the last poll failed: ${text}`;
  if (lastState === undefined) return "no poll got a response";
  const unknownStatus = unknownStatusOf(lastState);
  if (unknownStatus !== undefined)
    return `last seen with the status ${quote(unknownStatus)}, which is not declared and counts as pending`;
  return `last seen ${lastState.phase}`;
};

const unknownStatusOf = (state: { readonly phase: string; readonly unknownStatus?: Scalar }): Scalar | undefined =>
  state.unknownStatus;

const quote = (status: Scalar): string => (typeof status === "string" ? `"${plainText(status)}"` : `${status}`);

const longestText = 500;

/** A service's text, fit for a log and a terminal: on one line, without control characters, of a bounded length. */
const plainText = (text: string): string => {
  const plain = text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ");
  return plain.length > longestText ? `${plain.slice(0, longestText)}…` : plain;
};

const textOf = (error: unknown): string => plainText(error instanceof Error ? error.message : String(error));

const errorJson = (error: unknown): NonNullable<WaitErrorJson["lastError"]> => ({
  name: error instanceof Error ? error.name : typeof error,
  message: textOf(error),
  ...(isCallFailure(error) && {
    kind: error.kind,
    ...(error.status !== undefined && { status: error.status }),
    ...(error.retryAfterMs !== undefined && { retryAfterMs: error.retryAfterMs }),
    ...(error.requestId !== undefined && { requestId: error.requestId }),
    ...(error.incomplete !== undefined && { incomplete: error.incomplete }),
  }),
});

/** A source of jobs that threw: what it threw is the `cause`, and the jobs that it gave before have their results here. */
export class JobSourceError<Result = unknown> extends Error {
  readonly results: readonly Result[];

  constructor(cause: unknown, results: readonly Result[]) {
    super(
      `Failed to take the next job: ${textOf(cause).replace(/\.$/, "")}. The ${results.length} jobs before it are in \`results\`.`,
      { cause },
    );
    this.results = results;
  }

  static {
    this.prototype.name = "JobSourceError";
  }
}

/** Whether a value is a {@link JobSourceError}, also one of another copy of this package. */
export const isJobSourceError = (value: unknown): value is JobSourceError =>
  value instanceof Error && value.name === "JobSourceError" && "results" in value;

interface SomeResult {
  readonly phase: string;
  readonly failure?: Failure;
}

/**
 * For callers who prefer an exception: the result, if the job succeeded.
 *
 * @param options.allowPartial takes a job of which some outputs are good, too. @default false
 * @throws JobFailedError for any other result; it carries the result.
 * @example
 * ```ts
 * const { body } = expectSuccess(await poller.wait(job));
 * ```
 */
export function expectSuccess<Result extends SomeResult>(
  result: Result,
  options?: { readonly allowPartial?: false | undefined },
): Extract<Result, { readonly phase: "succeeded" }>;
export function expectSuccess<Result extends SomeResult>(
  result: Result,
  options: { readonly allowPartial?: boolean | undefined },
): Extract<Result, { readonly phase: "succeeded" | "partial" }>;
export function expectSuccess(
  result: SomeResult,
  { allowPartial = false }: { readonly allowPartial?: boolean | undefined } = {},
): SomeResult {
  if (result.phase === "succeeded" || (allowPartial && result.phase === "partial")) return result;
  throw new JobFailedError(result);
}

/** A job whose result is not the one that was expected. */
export class JobFailedError<Result extends SomeResult = SomeResult> extends Error {
  readonly result: Result;

  constructor(result: Result) {
    super(`Failed to get the job's result: ${whyFailed(result)}. See the error's \`result\`.`);
    this.result = result;
  }

  static {
    this.prototype.name = "JobFailedError";
  }
}

/** Whether a value is a {@link JobFailedError}, also one of another copy of this package. */
export const isJobFailedError = (value: unknown): value is JobFailedError =>
  value instanceof Error && value.name === "JobFailedError" && "result" in value;

const whyFailed = ({ phase, failure }: SomeResult): string => {
  if (phase === "partial") return "only some of its outputs are good";
  const kind = failure === undefined || failure.kind === "error" ? "failed" : `was ${failure.kind}`;
  return `the job ${kind}${failure?.message === undefined ? "" : `: ${plainText(failure.message).replace(/\.$/, "")}`}`;
};
