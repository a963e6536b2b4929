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
  readonly lastState?: State;
  /** How many answers there were of each kind, such as `{ pending: 12, "rate-limited": 1 }`. */
  readonly answers: AnswerCounts;
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
  declare readonly lastState?: State;
  declare readonly answers: AnswerCounts;

  constructor(why: string, facts: WaitErrorFacts<State>, options?: ErrorOptions) {
    const { name, id } = facts.job;
    super(
      `Failed to wait for ${name} "${id}": ${why}. The job may still be running and billed. Wait for the same id again; do not start another one.`,
      options,
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
