import type { SavedJob } from "@genwait/lifecycle";

/**
 * Why a call of this package failed.
 *
 * - `store`: the database cannot be reached, refuses us, or is full; the cause is its own error.
 * - `owned`: the folder of an embedded store belongs to another process that does not serve it to us.
 * - `newer-schema`: the store was migrated by a newer version of this package.
 * - `old-schema`: the store is not migrated, and `migrate: false` forbids to do it.
 * - `key-conflict`: the same key was used with another input.
 * - `create-unknown`: a create with this key was sent, and its response never stored: its job may be running and billed.
 * - `create-in-flight`: a create with this key was sent a moment ago and may still get its response.
 * - `not-stored`: a create has started its job, and the store could not be told; `job` is the job.
 * - `webhook-refused`: the address of a webhook is not one that may be called.
 * - `cursor-expired`: results after this cursor have been purged.
 * - `closed`: the store was closed.
 */
export type DurableErrorReason =
  | "store"
  | "owned"
  | "newer-schema"
  | "old-schema"
  | "key-conflict"
  | "create-unknown"
  | "create-in-flight"
  | "not-stored"
  | "webhook-refused"
  | "cursor-expired"
  | "closed";

export interface DurableErrorFacts {
  readonly reason: DurableErrorReason;
  /** The job that was started, for `not-stored`. */
  readonly job?: SavedJob | undefined;
  /** The intent that says what was sent, for the reasons that begin with `create-`. */
  readonly intentId?: string | undefined;
  readonly cause?: unknown;
}

/** A failure of the durable store or of its rules; how a job ended is data, and never one of these. */
export class DurableError extends Error {
  override readonly name = "DurableError";
  readonly reason: DurableErrorReason;
  readonly job?: SavedJob | undefined;
  readonly intentId?: string | undefined;

  constructor(message: string, { reason, job, intentId, cause }: DurableErrorFacts) {
    super(message, cause === undefined ? undefined : { cause });
    this.reason = reason;
    if (job !== undefined) this.job = job;
    if (intentId !== undefined) this.intentId = intentId;
  }
}

/** Whether a value is a {@link DurableError}, also one of another copy of this package. */
export const isDurableError = (value: unknown): value is DurableError =>
  value instanceof Error && value.name === "DurableError" && "reason" in value;
