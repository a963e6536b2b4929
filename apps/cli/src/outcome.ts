import type { Job, JobResult } from "@genwait/lifecycle";
import type { Effort } from "./tally.ts";

/** How the wait for one job came out, with what it took. */
export type Outcome = FinishedOutcome | StoppedOutcome;

/** The job has a result. */
export interface FinishedOutcome extends Effort {
  readonly job: Job;
  readonly result: JobResult;
}

/** The wait stopped, the job perhaps not. */
export interface StoppedOutcome extends Effort {
  readonly job: Job;
  readonly result?: undefined;
  readonly error: unknown;
}
