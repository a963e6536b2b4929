import { matches, resolvePointer } from "@genwait/lifecycle";
import type { Operation } from "./api-descriptor.ts";
import { type Asked, ask } from "./ask.ts";
import { callError, serviceMessage } from "./call-error.ts";
import { checkDepartures } from "./check-departures.ts";
import type { CallOptions } from "./client-options.ts";
import type { Connection } from "./connection.ts";
import { sortInput } from "./operation-input.ts";
import { errorOfStatus, isGood } from "./receive-answer.ts";

/** Calls an operation and gives its answer, once it is known to be a good one. */
export const callOperation = async (
  connection: Connection,
  operation: Operation,
  input: unknown,
  options: CallOptions = {},
): Promise<Asked> => {
  const asked = await ask(connection, operation, sortInput(operation, input), options);
  const { context, answer } = asked;
  if (!isGood(answer)) throw errorOfStatus(context, answer);
  const { jobs } = connection.api;
  const { starts } = operation;
  const job =
    starts === undefined
      ? Object.values(jobs).find((candidate) => candidate.operation === operation.id)
      : jobs[starts.job];
  // A create that answers with an id has started a job, whatever its envelope says: the id must not be lost.
  const isStarted = starts !== undefined && isId(resolvePointer(answer.body, starts.id));
  const rule = isStarted ? undefined : job?.lifecycle.call?.find((candidate) => matches(candidate, answer));
  if (rule !== undefined) {
    const said = rule.message === undefined ? undefined : resolvePointer(answer.body, rule.message);
    throw callError(
      context,
      rule.is,
      `the service says no${typeof said === "string" ? `: ${said}` : serviceMessage(answer)}`,
      { answer },
    );
  }
  checkDepartures(context, answer);
  return asked;
};

/** Whether a value can be a job's id. */
export const isId = (value: unknown): value is string | number =>
  typeof value === "number" || (typeof value === "string" && value !== "");
