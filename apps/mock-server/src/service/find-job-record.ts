import type { JobModel } from "../document/api-model.ts";
import type { JobRecord } from "../job/job-record.ts";
import type { ApiContext } from "./context.ts";

/** The job that lives under an id: as itself, or as another view of one that was created. */
export const findJobRecord = (
  { family, linkedJobs }: JobModel,
  id: string,
  { api, shared: { store } }: ApiContext,
): JobRecord | undefined =>
  store.get(api.name, family, id) ??
  linkedJobs.map((linked) => store.get(api.name, linked, id)).find((record) => record?.wasCreated === true);
