import type { JobResult, JobState } from "./job-state.ts";
import type { Lifecycle, LowLimit } from "./lifecycle.ts";
import type { Scalar } from "./rules.ts";

/** Only a type: it carries the name of a job's result to whoever waits for the job. */
declare const resultType: unique symbol;

/**
 * One job at a service: all that a wait needs to know of a client.
 * A generated client makes them; any object of this type can be waited for.
 */
export interface Job<State extends { readonly phase: string } = JobState, Result = JobResult<State>> {
  readonly [resultType]?: () => Result;
  readonly api: string;
  /** The declared name, such as `generation`. */
  readonly name: string;
  readonly id: string;
  /** API, job name, base URL, account, id, parameters and status address as one text: two jobs with the same one are the same job. */
  readonly identity: string;
  /** The client that polls the job. Waits share their polls only for jobs of one client: another may have another key. */
  readonly client: object;
  /** Jobs of the same group share one rate limit: a text for clients that name an account, else the client itself. */
  readonly rateLimitGroup: string | object;
  readonly lifecycle: Lifecycle;
  /** When the job was created, in epoch milliseconds; absent for a bare id. */
  readonly createdAtMs?: number | undefined;
  /** How many items were asked for; fewer are still pending. */
  readonly expectedItems?: number | undefined;
  /** The job was polled well before, here or before it was saved: its id and its address are right. */
  readonly known?: boolean | undefined;
  /** What a poll needs beside the id, by name: carried from the create, or given. */
  readonly parameters?: JobParameters | undefined;
  /** Where the service said that the job's operations are, in place of their own addresses. */
  readonly addresses?: JobAddresses | undefined;
  /** The service was asked to cancel the job, here or before it was saved. */
  readonly cancelRequested?: true | undefined;
  /** Polls the job once. Rejects with a {@link CallFailure}, or with the signal's own reason. */
  poll(options?: PollOptions): Promise<PollResult<State>>;
  /**
   * Asks the service to cancel the job; absent where its lifecycle declares no way to. It comes to its result by being polled.
   * Rejects as `poll` does. A job that is already over is no error.
   */
  readonly cancel?: ((options?: PollOptions) => Promise<void>) | undefined;
  /** Gets the result anew, with addresses that are good again; absent where its lifecycle declares no way to. Rejects as `poll` does. */
  readonly renew?: ((options?: PollOptions) => Promise<PollResult<State>>) | undefined;
  /** What `client.resume` needs to make the job again in another process; no key is in it. */
  toJSON(): SavedJob;
}

export interface PollOptions {
  readonly signal?: AbortSignal | undefined;
}

/** What one poll gave. */
export interface PollResult<State extends { readonly phase: string } = JobState> {
  readonly state: State;
  /** The service's `Retry-After` on this response, in milliseconds. */
  readonly retryAfterMs?: number;
  /** The declared rate limit that is nearest to its end, if one runs low. */
  readonly lowLimit?: LowLimit;
  /** The id of the response, which the vendor's support asks for. */
  readonly requestId?: string;
  /** Where the response left its schema without harm; each place once for a client. */
  readonly schemaMismatches?: readonly SchemaMismatch[];
  /** The same response, classified for a wait that expects another number of items. Without it `state` holds for all. */
  stateFor?(expectedItems: number | undefined): State;
}

/** A difference between a response and its schema that the lifecycle does not depend on. */
export interface SchemaMismatch {
  readonly operation: string;
  /** A JSON Pointer into the body, `*` in place of an index; or `$response.header.<name>`, or `$statusCode`. */
  readonly pointer: string;
  readonly expected: string;
  readonly found: string;
}

/** Values of a job's parameters, by their names. */
export type JobParameters = Readonly<Record<string, Scalar>>;

/** Absolute addresses that a service gave for the operations of a job. */
export interface JobAddresses {
  readonly status?: string | undefined;
  readonly output?: string | undefined;
  readonly cancel?: string | undefined;
}

/** A job as JSON. What it says is checked again when it is resumed. */
export interface SavedJob {
  readonly api: string;
  readonly name: string;
  readonly id: string;
  readonly baseUrl: string;
  /** The account that the client was given, if any; never a key. */
  readonly account?: string | undefined;
  readonly createdAtMs?: number | undefined;
  readonly expectedItems?: number | undefined;
  readonly known?: boolean | undefined;
  readonly parameters?: JobParameters | undefined;
  readonly addresses?: JobAddresses | undefined;
  readonly cancelRequested?: true | undefined;
}
