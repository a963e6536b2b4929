import { isGood, isId, readAnswer, resolvePointer } from "@genwait/lifecycle";
import type { Operation } from "./api-descriptor.ts";
import { type Asked, ask } from "./ask.ts";
import type { OperationInput } from "./build-request.ts";
import { serviceError } from "./call-error.ts";
import type { CallOptions } from "./client-options.ts";
import type { Connection } from "./connection.ts";
import { findDepartures } from "./departures.ts";
import { errorOfStatus } from "./receive-answer.ts";

/** Calls an operation and gives its answer, once it is known to be a good one. */
export const callOperation = async (
  connection: Connection,
  operation: Operation,
  input: unknown,
  options?: CallOptions,
): Promise<Asked> => {
  const asked = await ask(connection, operation, sortInput(operation, input), options);
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

// The one input that every call takes: parameters by name, or the body, or parameters with the body under `body`.
const sortInput = ({ hasBody, parameters }: Operation, input: unknown): OperationInput => {
  if (hasBody && parameters.length === 0) return { parameters: {}, body: input };
  const named: OperationInput["parameters"] = { ...Object(input) };
  return { parameters: named, body: named.body };
};
