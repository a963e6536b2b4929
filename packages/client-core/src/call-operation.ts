import { isGood, isId, readAnswer, resolvePointer } from "@genwait/lifecycle";
import type { Operation } from "./api-descriptor.ts";
import { type Asked, ask } from "./ask.ts";
import type { OperationInput } from "./build-request.ts";
import { serviceError } from "./call-error.ts";
import type { CallOptions, NamedParameters } from "./client-options.ts";
import type { Connection } from "./connection.ts";
import { findDepartures } from "./departures.ts";
import { errorOfStatus } from "./receive-answer.ts";

/** Calls an operation and gives its answer, once it is known to be a good one. */
export const callOperation = async (
  connection: Connection,
  operation: Operation,
  input: unknown,
  options?: CallOptions<NamedParameters>,
): Promise<Asked> => {
  const asked = await ask(connection, operation, sortInput(operation, input, options), options);
  const { context, answer } = asked;
  if (!isGood(answer)) throw errorOfStatus(context, answer);
  const { starts } = operation;
  // A create that answers with an id has started a job, whatever its envelope says: the id must not be lost.
  if (!starts || !isId(resolvePointer(answer.body, starts.id))) {
    const { jobs } = connection.api;
    const job = starts
      ? jobs[starts.job]
      : Object.values(jobs).find((candidate) => candidate.operation === operation.id);
    const reading = job && readAnswer(job.lifecycle, answer);
    if (reading?.is === "call-failure") throw serviceError(context, reading.kind, answer, reading.message);
  }
  findDepartures(context, answer);
  return asked;
};

// The one input that every call takes: parameters by name, or the body, or parameters with the body under `body`. A body
// without required parameters stays the input itself when optional ones are added: callers need not change.
const sortInput = (
  { hasBody, parameters }: Operation,
  input: unknown,
  options?: CallOptions<NamedParameters>,
): OperationInput => {
  if (hasBody && !parameters.some(({ required }) => required))
    return { parameters: options?.parameters ?? {}, body: input };
  const named: NamedParameters = { ...Object(input) };
  return { parameters: named, body: named.body };
};
