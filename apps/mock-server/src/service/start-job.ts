import type { JobModel } from "../document/api-model.ts";
import type { JobRecord, NamedScenario, Requested } from "../job/job-record.ts";
import type { Shared } from "./context.ts";

/** The job to start. */
export interface StartOptions {
  readonly api: string;
  readonly job: JobModel;
  readonly id: string;
  readonly wasCreated: boolean;
  /** @default the one that the id names, else the service's default */
  readonly chosen?: NamedScenario;
  readonly requested?: Requested;
  /** What it is known by beside its id. */
  readonly carried?: Readonly<Record<string, string>>;
}

/** Starts a job. */
export const startJob = (options: StartOptions, { book, store, time, changes }: Shared): JobRecord => {
  const { api, job, id, wasCreated, requested, carried = {}, chosen = book.namedBy(id) ?? book.default } = options;
  const record: JobRecord = {
    api,
    job,
    id,
    startedAtMs: time.now(),
    createdAtMs: time.datesNow(),
    chosen,
    wasCreated,
    polls: 0,
    ...(requested !== undefined && { requested }),
    ...(Object.keys(carried).length > 0 && { carried }),
  };
  store.put(record);
  changes.emit({ of: "job", record });
  return record;
};
