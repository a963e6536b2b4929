import { type JobState, withDetails } from "@genwait/lifecycle";
import { JobKind } from "./jobs.ts";

/** Jobs that tell their place in a queue, their logs, or how long their results are good. */
export class DetailedJobs extends JobKind {
  override detailed(state: JobState): JobState {
    return withDetails(this.lifecycle, state, this.settings.clock.now());
  }
}
