import { type AnswerReading, meets } from "@genwait/lifecycle";
import type { CallContext, ReceivedAnswer } from "./call-context.ts";
import { callError, contractError, serviceError } from "./call-error.ts";
import { kindOfStatus } from "./kind-of-status.ts";

/**
 * The state that an answer tells.
 *
 * @throws ApiError for an answer that is an error, whatever was asked or as it was read.
 */
export const meaningOf = <State>(
  context: CallContext,
  answer: ReceivedAnswer,
  reading: AnswerReading<State>,
): State => {
  const { problem, broken } = answer;
  const { errors, predicates } = context.connection.api;
  const rule = errors.find((candidate) => meets(candidate, answer, predicates));
  if (rule) throw serviceError(context, rule.is, answer);
  if (reading.is === "unread") throw serviceError(context, kindOfStatus(answer.status), answer);
  // Where the code alone tells a state, a body that cannot be read is a broken answer all the same.
  if (problem) throw callError(context, broken ? "network" : "contract", problem, answer, broken);
  if (reading.is === "call-failure") throw serviceError(context, reading.kind, answer, reading.message);
  if (reading.is === "breach") throw contractError(context, reading, answer);
  return reading.state;
};
