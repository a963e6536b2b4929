import type { CallErrorKind, CallFailure } from "@genwait/lifecycle";

/** Whose fault a failed call is: who has to change something before it can succeed. */
export type Blame = "caller" | "service" | "network" | "contract";

/** What is known of a failed call. */
export interface ApiErrorFacts extends CallFailure {
  /** The operation that was called, by its id. */
  readonly operation: string;
  readonly blame: Blame;
  /** The id of the answer, which the vendor's support asks for. */
  readonly requestId?: string;
  /** The beginning of the answer's body, at most 500 characters. */
  readonly excerpt?: string;
  /** The call was a create and its answer was lost: the job may be running, and billed. */
  readonly mayHaveStarted?: true;
}

/**
 * A call that failed. It says nothing about the job: how a job ended is data.
 * `kind` is a literal to switch over. The key stands in no part of it, nor in its `cause`.
 *
 * @example
 * ```ts
 * try {
 *   await client.call("getThing", { id: "thing-1" });
 * } catch (error) {
 *   if (isApiError(error) && error.kind === "insufficient-credits") console.log(error.message);
 *   else throw error;
 * }
 * ```
 */
export class ApiError extends Error implements ApiErrorFacts {
  declare readonly kind: CallErrorKind;
  declare readonly operation: string;
  declare readonly blame: Blame;
  declare readonly status?: number;
  declare readonly requestId?: string;
  declare readonly retryAfterMs?: number;
  declare readonly excerpt?: string;
  declare readonly mayHaveStarted?: true;

  constructor(message: string, facts: ApiErrorFacts, cause?: unknown) {
    super(message, cause ? { cause } : undefined);
    Object.assign(this, facts);
  }
}

// On the prototype, as for the built-in errors: it stays out of JSON, and is not printed twice.
ApiError.prototype.name = "ApiError";

/** Whether a value is an {@link ApiError}, also one of another copy of this package. */
export const isApiError = (value: unknown): value is ApiError =>
  value instanceof Error && value.name === "ApiError" && "kind" in value && "blame" in value;
