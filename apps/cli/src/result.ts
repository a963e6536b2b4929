import type { EndState, Job } from "@genwait/lifecycle";
import type { Effort } from "./tally.ts";

/** How the wait for one job came out, with what it took. */
export type Result = EndedResult | StoppedResult;

export interface EndedResult extends Effort {
  readonly job: Job;
  readonly end: EndState;
}

/** The wait stopped, the job perhaps not. */
export interface StoppedResult extends Effort {
  readonly job: Job;
  readonly end?: undefined;
  readonly error: unknown;
}
