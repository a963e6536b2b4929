import { isId, resolvePointer } from "@genwait/lifecycle";
import type { Operation } from "./api-descriptor.ts";
import { callError } from "./call-error.ts";
import { callOperation } from "./call-operation.ts";
import type { CallOptions, NamedParameters, Started } from "./client-options.ts";
import type { Connection } from "./connection.ts";
import { entry } from "./entry.ts";

/** Calls a create, once, and follows its Link to the job. */
export const startJob = async (
  connection: Connection,
  operation: Operation,
  input: unknown,
  options?: CallOptions<NamedParameters>,
): Promise<Started> => {
  const { starts } = operation;
  if (!starts) throw new TypeError(`Failed to start a job by ${operation.id}: it starts none. Use call.`);
  const { context, answer } = await callOperation(connection, operation, input, options);
  const { body } = answer;
  const id = resolvePointer(body, starts.id);
  if (!isId(id)) throw callError(context, "contract", `the answer has no id at ${starts.id}`, answer);
  const items = starts.items && resolvePointer(body, starts.items);
  const job = entry(connection.makers, starts.job)(`${id}`, {
    createdAtMs: connection.clock.now(),
    ...(Array.isArray(items) && items.length > 0 && { expectedItems: items.length }),
  });
  return { job, body };
};
