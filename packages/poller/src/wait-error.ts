import type { Job } from "@genwait/lifecycle";
import type { AnswerCounts } from "./passing-errors.ts";

/** Why a wait ended before its job. `timeout`: the time is up; `refused`: asking again gives the same answer; `gave-up`: too many errors in a row. */
export type WaitErrorReason = "timeout" | "refused" | "gave-up";

/** What is known of a wait that ended before its job. */
export interface WaitErrorFacts<State extends { readonly phase: string } = { readonly phase: string }> {
  readonly reason: WaitErrorReason;
  /** The job; it can be waited for again, here or by its JSON in another process. */
  readonly job: Job<State>;
  /** Reads that were started, the one cut off by the deadline included; of all waits for this job together. */
  readonly attempts: number;
  readonly elapsedMs: number;
  /** The last answer that told a state. */
  readonly lastState: State | undefined;
  /** How many answers there were of each kind, such as `{ pending: 12, "rate-limited": 1 }`. */
  readonly answers: AnswerCounts;
  /** The last error of a read, where errors ended the wait. */
  readonly cause: unknown;
}

/**
 * A wait that ended before its job did. It says nothing about the job, which may still be running and billed: wait for
 * the same `job` again instead of starting another one.
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
  declare readonly reason: WaitErrorReason;
  declare readonly job: Job<State>;
  declare readonly attempts: number;
  declare readonly elapsedMs: number;
  declare readonly lastState: State | undefined;
  declare readonly answers: AnswerCounts;
  declare readonly cause: unknown;

  constructor(facts: WaitErrorFacts<State>) {
    const { reason, job, attempts, lastState, cause } = facts;
    const why = cause instanceof Error ? cause.message.replace(/\.$/, "") : `last seen ${lastState?.phase}`;
    super(
      `Failed to wait for ${job.name} "${job.id}": ${reason} after ${attempts} reads (${why}). ` +
        "The job may still be running and billed. Wait for the same id again, and start no other.",
      { cause },
    );
    Object.assign(this, facts);
  }

  static {
    this.prototype.name = "WaitError";
  }
}

/** Whether a value is a {@link WaitError}, also one of another copy of this package. */
export const isWaitError = (value: unknown): value is WaitError =>
  value instanceof Error && value.name === "WaitError" && "reason" in value && "job" in value && "answers" in value;
