import type { Job } from "@genwait/lifecycle";
import type { KnownOutcome, Outcome } from "./outcome.ts";

/** What a look at a job gave. */
export type Found = Pick<KnownOutcome, "state" | "cancel">;

// More at once would meet the rate limit of a service that a look shall not disturb.
const mostCalls = 4;

/** Does something once about each job, a few at a time, and tells the outcomes in the order of the jobs. */
export async function* onceEach(jobs: readonly Job[], look: (job: Job) => Promise<Found>): AsyncGenerator<Outcome> {
  const under: Promise<Outcome>[] = [];
  for (const job of jobs) {
    under.push(outcomeOf(job, look));
    if (under.length < mostCalls) continue;
    const outcome = await under.shift();
    if (outcome !== undefined) yield outcome;
  }
  for (const outcome of under) yield await outcome;
}

const outcomeOf = async (job: Job, look: (job: Job) => Promise<Found>): Promise<Outcome> => {
  const startMs = performance.now();
  const effort = (): Pick<Outcome, "attempts" | "elapsedMs"> => ({
    attempts: 1,
    elapsedMs: performance.now() - startMs,
  });
  try {
    const { state, cancel } = await look(job);
    return { job, ...effort(), state, ...(cancel !== undefined && { cancel }) };
  } catch (error) {
    return { job, ...effort(), error };
  }
};
