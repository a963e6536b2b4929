import type { Job } from "@genwait/lifecycle";
import { isSegment } from "./build-request.ts";
import { callError } from "./call-error.ts";
import { ClientJob, type JobKind } from "./client-job.ts";
import type { JobOptions } from "./client-options.ts";
import type { Connection } from "./connection.ts";
import { entry } from "./entry.ts";

/**
 * A job of one client by its name and id; sends nothing.
 *
 * @throws ApiError for an id that cannot be asked for; TypeError for a name or a number that means nothing.
 */
export const makeJob = (connection: Connection, name: string, id: string, options: JobOptions = {}): Job => {
  const kind = kindOf(connection, name);
  const { createdAtMs = 0, expectedItems = 0 } = options;
  if (!(createdAtMs >= 0 && expectedItems >= 0)) {
    throw new TypeError(
      `Failed to make the ${name}: createdAtMs or expectedItems is no number. Pass numbers from 0 on.`,
    );
  }
  if (!isSegment(id)) {
    throw callError({ ...kind, secret: "" }, "invalid-request", `${kind.declaration.id.name} cannot be "${id}"`);
  }
  return new ClientJob(kind, id, options);
};

const kindOf = (connection: Connection, name: string): JobKind => {
  const { jobs, operations } = connection.api;
  const declaration = entry(jobs, name);
  const known = connection.kinds.get(name);
  if (known) return known;
  const kind = { connection, name, declaration, operation: entry(operations, declaration.operation) };
  connection.kinds.set(name, kind);
  return kind;
};
