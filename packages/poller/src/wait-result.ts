import type { EndState, Job } from "@genwait/lifecycle";

/** Any job, for a type parameter that keeps what else a job object carries. */
export type AnyJob = Job<{ readonly phase: string }>;

/** What a job's answers are read as. */
export type StateOf<J extends AnyJob> = J extends Job<infer State> ? State : never;

/** How the wait for one of many jobs ended: by the job's end, or by an error that stops no other. */
export type WaitResult<J extends AnyJob> = J extends AnyJob
  ? | { readonly job: J; readonly end: EndState<StateOf<J>>; readonly error?: undefined }
    | { readonly job: J; readonly error: unknown; readonly end?: undefined }
  : never;

/** Jobs from anywhere, pulled as there is room for them. */
export type Jobs<J extends AnyJob> = Iterable<J> | AsyncIterable<J>;
