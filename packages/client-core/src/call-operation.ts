import { type AnswerReading, isGood, isId, readAnswer, resolvePointer } from "@genwait/lifecycle";
import type { Operation } from "./api-descriptor.ts";
import { type Asked, ask } from "./ask.ts";
import type { OperationInput } from "./build-request.ts";
import type { ReceivedAnswer } from "./call-context.ts";
import type { CallOptions, NamedParameters } from "./client-options.ts";
import type { Connection } from "./connection.ts";

/** Calls an operation and gives its answer, once it is known to be a good one. */
export const callOperation = (
  connection: Connection,
  operation: Operation,
  input: unknown,
  options?: CallOptions<NamedParameters>,
): Promise<Asked<undefined>> => {
  const { starts, id } = operation;
  const { jobs } = connection.api;
  const job = starts ? jobs[starts.job] : Object.values(jobs).find((candidate) => candidate.operation === id);
  const read = (answer: ReceivedAnswer): AnswerReading<undefined> => {
    if (!isGood(answer)) return { is: "unread" };
    // A create that answers with an id has started a job, whatever its envelope says: the id must not be lost.
    const hasId = starts && isId(resolvePointer(answer.body, starts.id));
    const reading = job?.lifecycle.call && !hasId && readAnswer(job.lifecycle, answer);
    // Somebody who asks for the answer itself gets it in any state, and whatever is missing in it.
    return reading && reading.is === "call-failure" ? reading : { is: "state", state: undefined };
  };
  return ask(connection, operation, sortInput(operation, input, options), read, options);
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
