import type { ApiDescription, ApiJob } from "@genwait/client-core";
import { closest } from "./closest.ts";
import { UsageError } from "./usage-error.ts";

/** The declared job of that name, or the API's default. */
export const chooseJob = (api: ApiDescription, name: string | undefined): ApiJob => {
  const wanted = name ?? api.defaultJob;
  const job = api.jobs.find(({ name }) => name === wanted);
  if (job !== undefined) return job;
  const names = api.jobs.map(({ name }) => name);
  const meant = closest(wanted, names);
  throw new UsageError(
    `${api.name} has no job "${wanted}". ${meant === undefined ? `It has ${names.join(", ")}.` : `Did you mean ${meant}?`}`,
  );
};

/** The create of that operation id, or the only one; with several, the first that is not deprecated. */
export const chooseCreate = (api: ApiDescription, operation: string | undefined): string => {
  const creates = api.operations.filter(({ starts }) => starts !== undefined);
  const chosen =
    operation === undefined
      ? (creates.find(({ deprecated }) => deprecated !== true) ?? creates[0])
      : creates.find(({ id }) => id === operation);
  if (chosen !== undefined) return chosen.id;
  if (creates.length === 0) throw new UsageError(`${api.name} has no operation that starts a job.`);
  throw new UsageError(
    `${api.name} starts no job by "${operation}". It has ${creates.map(({ id }) => id).join(", ")}.`,
  );
};
