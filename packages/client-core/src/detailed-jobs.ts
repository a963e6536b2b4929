import { type Job, type JobState, withDetails } from "@genwait/lifecycle";
import { type CarriedByJob, ClientJob, JobKind } from "./jobs.ts";

/**
 * Jobs that tell their place in a queue, their logs, or a time in their responses until which their results are good. For an
 * `expires: { after }` alone it is not worth its weight: whoever got the result knows when.
 */
export class DetailedJobs extends JobKind {
  override make(id: string, carried: CarriedByJob, isKnown: boolean = false): Job {
    return new DetailedJob(this, id, carried, isKnown);
  }

  override detailed(state: JobState): JobState {
    return withDetails(this.lifecycle, state, this.settings.clock.now());
  }
}

/** A job whose result can be had anew. */
export class DetailedJob extends ClientJob {
  get renew(): Job["renew"] {
    const { expires } = this.lifecycle;
    return expires && expires.renew === undefined ? async (options) => this.poll(options) : undefined;
  }
}
