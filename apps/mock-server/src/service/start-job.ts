import type { JobModel } from "../document/api-model.ts";
import type { JobRecord, NamedScenario, Wishes } from "../life/job-record.ts";
import type { Shared } from "./context.ts";

/** The job to start. */
export interface StartOptions {
  readonly api: string;
  readonly job: JobModel;
  readonly id: string;
  readonly wasCreated: boolean;
  /** @default the one that the id names, else the service's default */
  readonly chosen?: NamedScenario;
  readonly wishes?: Wishes;
}

/** Begins a life. */
export const startJob = (options: StartOptions, { book, store, time, changes }: Shared): JobRecord => {
  const { api, job, id, wasCreated, wishes, chosen = book.forId(id) } = options;
  const record: JobRecord = {
    api,
    job,
    id,
    startedAtMs: time.now(),
    chosen,
    wasCreated,
    reads: 0,
    ...(wishes !== undefined && { wishes }),
  };
  store.put(record);
  changes.emit({ of: "job", record });
  return record;
};
