import type { Job, SavedJob } from "@genwait/lifecycle";
import type { Connection } from "./connection.ts";
import { entry } from "./entry.ts";

/**
 * Makes a saved job again. What comes from a disk is not trusted.
 *
 * @throws TypeError for a job of another API or address, or for no job at all.
 */
export const resumeJob = ({ api, baseUrl, makers }: Connection, saved: SavedJob): Job => {
  if (saved?.api === api.name && saved.baseUrl === baseUrl) return entry(makers, saved.name)(saved.id, saved);
  throw new TypeError(
    `Failed to resume a job of ${saved?.api} at ${saved?.baseUrl}: this client is for ${api.name} at ${baseUrl}. Create the client that the job was saved from.`,
  );
};
