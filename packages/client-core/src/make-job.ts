import type { Job } from "@genwait/lifecycle";
import { checkSegment } from "./build-request.ts";
import { callError } from "./call-error.ts";
import { ClientJob } from "./client-job.ts";
import type { JobOptions } from "./client-options.ts";
import type { Connection } from "./connection.ts";
import { pick } from "./pick.ts";

/**
 * A job of one client by its name and id; sends nothing.
 *
 * @throws ApiError for an id that could not be asked for; TypeError for a name or an option that means nothing.
 */
export const makeJob = (connection: Connection, name: string, id: string, options: JobOptions = {}): Job => {
  const { jobs, operations } = connection.api;
  const declaration = pick(jobs, name, "job");
  const operation = pick(operations, declaration.operation, "operation");
  const { createdAtMs, expectedItems = 0 } = options;
  if (!Number.isInteger(expectedItems) || expectedItems < 0 || !Number.isFinite(createdAtMs ?? 0)) {
    throw new TypeError(
      `Failed to make the job ${name}: expectedItems or createdAtMs is no number that counts. Pass whole numbers from 0 on.`,
    );
  }
  try {
    checkSegment("id", id);
  } catch (cause) {
    throw callError(
      { connection, operation, secret: "" },
      "invalid-request",
      `the id of the job ${name} is empty or none`,
      {
        cause,
        remedy: "Pass the id that its create answered.",
      },
    );
  }
  return new ClientJob({ connection, name, declaration, operation }, id, options);
};
