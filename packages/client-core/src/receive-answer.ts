import type { Operation } from "./api-descriptor.ts";
import type { ReceivedAnswer } from "./call-context.ts";
import { readBody } from "./read-body.ts";
import { answerRetryAfterMs } from "./retry-after.ts";
import type { CallClock } from "./within.ts";

/** Sends and makes an answer of what comes. JSON is JSON under any content type. */
export const receiveAnswer = async (
  send: () => Promise<Response>,
  { answers }: Operation,
  clock: CallClock,
): Promise<ReceivedAnswer> => {
  const response = await send();
  const { status, headers } = response;
  const header = (name: string): string | null => headers.get(name);
  const { text, broken } = await readBody(response);
  let body: unknown;
  let problem: string | undefined;
  try {
    body = JSON.parse(text);
  } catch {
    problem = text ? `the answer is ${/^\s*</.test(text) ? "HTML" : "no whole JSON"}` : "the answer is empty";
  }
  const errors = answers[status]?.(body);
  if (broken) problem = "the connection broke in the middle of the answer";
  else if (!text && errors?.length === 0) problem = undefined;
  return { status, header, text, broken, body, problem, errors, retryAfterMs: answerRetryAfterMs(header, clock) };
};
