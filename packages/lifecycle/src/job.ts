import type { JobState } from "./job-state.ts";
import type { Lifecycle } from "./lifecycle.ts";

/** One job at a service: all that a waiting loop needs to know of a client. */
export interface Job<State extends { readonly phase: string } = JobState> {
  readonly api: string;
  /** The declared name, such as `generation`. */
  readonly name: string;
  readonly id: string;
  /** `api/name/origin/id`: two jobs with one identity are one job. */
  readonly identity: string;
  /** Jobs with the same object share one pace. One for each client, unless shared on purpose. */
  readonly paceGroup: object;
  readonly lifecycle: Lifecycle;
  /** When this process created the job, in epoch milliseconds; absent for a bare id. */
  readonly createdAtMs?: number;
  /** One look at the job. Rejects with a {@link CallFailure}, or with the signal's own reason. */
  read(options: ReadOptions): Promise<Reading<State>>;
  /** What `client.resume` needs to make the job again in another process; no key is in it. */
  toJSON(): SavedJob;
}

export interface ReadOptions {
  readonly signal: AbortSignal;
}

/** What one look at a job gave. */
export interface Reading<State extends { readonly phase: string } = JobState> {
  readonly state: State;
  /** The service's `Retry-After` on this answer, in milliseconds. */
  readonly retryAfterMs?: number;
  /** A declared limit runs low: reads of the pace group shall be this far apart, in milliseconds. */
  readonly slowDownMs?: number;
  /** Where the answer left its schema without harm; each pointer once for a client. */
  readonly departures?: readonly Departure[];
}

/** A difference between an answer and its schema that the lifecycle does not read. */
export interface Departure {
  readonly operation: string;
  readonly pointer: string;
  readonly expected: string;
  readonly found: string;
}

/** A job as JSON. */
export interface SavedJob {
  readonly api: string;
  readonly name: string;
  readonly id: string;
  readonly baseUrl: string;
  readonly createdAtMs?: number;
  readonly expectedItems?: number;
}
