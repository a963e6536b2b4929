import { defaultJob, type JobModel } from "../document/api-model.ts";
import type { JobRecord } from "../job/job-record.ts";
import type { JobStore } from "../job/job-store.ts";
import type { ApiContext } from "../service/context.ts";
import { ControlError } from "./control-error.ts";

/** Tells jobs with one id apart. */
export interface WhichJob {
  /** Needed only where several APIs have a job of that id. */
  readonly api?: string;
  /** The job's name in its API's document; needed only where several jobs of the API have that id. */
  readonly job?: string;
}

/** The one job with an id. */
export const findJob = (store: JobStore, id: string, { api, job }: WhichJob = {}): JobRecord => {
  const found = store
    .withId(id)
    .filter((record) => api === undefined || record.api === api)
    .filter((record) => job === undefined || record.job.declaration.name === job);
  const [first] = found;
  if (first === undefined) {
    throw new ControlError(
      "no-job",
      `Failed to find the job "${id}": nobody has created or polled it. GET /_mock/jobs lists the jobs.`,
    );
  }
  if (found.length > 1) {
    const isOneApi = found.every((record) => record.api === first.api);
    const names = found.map((record) => (isOneApi ? record.job.declaration.name : record.api)).join(" and ");
    throw new ControlError(
      "several-jobs",
      `Failed to choose a job: ${names} each have one with the id "${id}". Say which with ?${isOneApi ? "job" : "api"}=.`,
    );
  }
  return first;
};

/** An API by its name. */
export const findApi = (contexts: ReadonlyMap<string, ApiContext>, api: string): ApiContext => {
  const context = contexts.get(api);
  if (context !== undefined) return context;
  throw new ControlError(
    "no-api",
    `Failed to find the API "${api}": it is not mocked. Choose one of ${[...contexts.keys()].join(", ")}.`,
  );
};

/** A job that an API declares. */
export const findDeclared = ({ api }: ApiContext, name: string | undefined): JobModel => {
  const job = name === undefined ? defaultJob(api) : api.jobs.find(({ declaration }) => declaration.name === name);
  if (job !== undefined) return job;
  const names = api.jobs.map(({ declaration }) => declaration.name).join(", ");
  const reason = names === "" ? "its document declares no job" : `its document declares ${names}`;
  throw new ControlError(
    "no-declaration",
    `Failed to choose the job "${name ?? ""}" of ${api.name}: ${reason}. Leave "job" out, or choose one of these.`,
  );
};
