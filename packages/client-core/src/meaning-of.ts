import { type AnswerReading, meets } from "@genwait/lifecycle";
import type { ApiDescriptor } from "./api-descriptor.ts";
import type { Fail, ReceivedAnswer } from "./call-context.ts";
import { differenceOf, wordsOf } from "./call-error.ts";
import { kindOfStatus } from "./kind-of-status.ts";

/**
 * The state that an answer tells.
 *
 * @throws ApiError for an answer that is an error, whatever was asked or as it was read.
 */
export const meaningOf = <State>(
  { errors, predicates }: ApiDescriptor,
  answer: ReceivedAnswer,
  reading: AnswerReading<State>,
  fail: Fail,
): State => {
  const { status, problem, broken } = answer;
  const rule = errors?.find((candidate) => meets(candidate, answer, predicates));
  if (rule || reading.is === "unread") throw fail(rule?.is ?? kindOfStatus(status), wordsOf(answer), answer);
  // Where the code alone tells a state, a body that cannot be read is a broken answer all the same.
  if (problem) throw fail(broken ? "network" : "contract", problem, answer);
  if (reading.is === "call-failure") throw fail(reading.kind, wordsOf(answer, reading.message), answer);
  if (reading.is === "breach") throw fail("contract", differenceOf(reading), answer);
  return reading.state;
};
