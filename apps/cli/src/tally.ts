import type { EventJob, PollerEvent } from "@genwait/poller";

/** What it took to wait for one job. */
export interface Effort {
  /** Polls of the job's status. */
  readonly attempts: number;
  readonly elapsedMs: number;
}

/** What it took to wait for each job, gathered from the poller's events. */
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
