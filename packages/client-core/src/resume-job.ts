import type { Job, SavedJob } from "@genwait/lifecycle";
import type { Connection } from "./connection.ts";
import { makeJob } from "./make-job.ts";

/**
 * Makes a saved job again. What comes from a disk is not trusted: another API, another address or no job at all is refused.
 *
 * @throws TypeError that says what does not fit.
 */
export const resumeJob = (connection: Connection, saved: SavedJob): Job => {
  const { api, name, id, baseUrl, createdAtMs, expectedItems } = saved ?? {};
  if (typeof name !== "string" || typeof id !== "string")
    throw refusal("it is no saved job", "Pass what JSON.stringify(job) wrote, parsed");
  if (api !== connection.api.name)
    throw refusal(`it belongs to ${api}, this client to ${connection.api.name}`, "Use the client of its API");
  if (baseUrl !== connection.baseUrl)
    throw refusal(
      `it was started at ${baseUrl}, this client calls ${connection.baseUrl}`,
      "Create the client with that baseUrl",
    );
  return makeJob(connection, name, id, {
    ...(createdAtMs != null && { createdAtMs }),
    ...(expectedItems != null && { expectedItems }),
  });
};

const refusal = (why: string, what: string): TypeError => new TypeError(`Failed to resume the job: ${why}. ${what}.`);
