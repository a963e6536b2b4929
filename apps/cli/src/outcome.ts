import type { Job, JobState } from "@genwait/lifecycle";
import type { EventJob, PollerEvent } from "@genwait/poller";

/** What a command knows of a job in the end, with what it took. */
export type Outcome = KnownOutcome | StoppedOutcome;

/** The service told where the job stands: at its result, or wherever it was when it was polled once. */
export interface KnownOutcome extends Effort {
  readonly job: Job;
  readonly state: JobState;
  /** What was downloaded, or why not. */
  readonly files?: readonly FileOutcome[];
  /** What came of asking the service to stop the job: `too-late` where it was over. */
  readonly cancel?: "requested" | "too-late";
}

/** The wait stopped, the job perhaps not. */
export interface StoppedOutcome extends Effort {
  readonly job: Job;
  readonly state?: undefined;
  readonly error: unknown;
}

/** One declared file of a job. */
export interface FileOutcome {
  /** The JSON Pointer of the member that has the file's address. */
  readonly at: string;
  /** Where it lies now. */
  readonly path?: string;
  /** Why it could not be had. */
  readonly error?: string;
}

/** What it took to learn of one job. */
export interface Effort {
  /** Polls of the job's status. */
  readonly attempts: number;
  readonly elapsedMs: number;
}

/** What it took for each job, gathered from the poller's events. */
export interface Tally {
  onEvent(event: PollerEvent): void;
  of(job: EventJob): Effort;
}

export const createTally = (now: () => number = () => performance.now()): Tally => {
  const startMs = now();
  const efforts = new Map<string, Effort>();
  return {
    onEvent: (event) => {
      if (event.type === "settled") efforts.set(keyOf(event), { attempts: event.attempts, elapsedMs: event.elapsedMs });
    },
    of: (job) => efforts.get(keyOf(job)) ?? { attempts: 0, elapsedMs: now() - startMs },
  };
};

const keyOf = ({ api, name, id }: EventJob): string => JSON.stringify([api, name, id]);
