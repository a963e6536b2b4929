import { type JobState, withDetails } from "@genwait/lifecycle";
import { JobKind } from "./jobs.ts";

/**
 * Jobs that tell their place in a queue, their logs, or a time in their responses until which their results are good. For an
 * `expires: { after }` alone it is not worth its weight: whoever got the result knows when.
 */
export class DetailedJobs extends JobKind {
  override detailed(state: JobState): JobState {
    return withDetails(this.lifecycle, state, this.settings.clock.now());
  }
}
