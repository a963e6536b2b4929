import type { Operation } from "./api-descriptor.ts";
import type { ReceivedAnswer } from "./call-context.ts";
import { validatorFor } from "./departures.ts";
import type { RawAnswer } from "./send.ts";

/** Makes an answer of what came. JSON is JSON under any content type. */
export const receiveAnswer = (operation: Operation, raw: RawAnswer): ReceivedAnswer => {
  const { status, text, broken } = raw;
  let body: unknown;
  let problem = "";
  if (broken) problem = "the connection broke in the middle of the answer";
  else if (text) {
    try {
      body = JSON.parse(text);
    } catch {
      problem = /^\s*</.test(text) ? "the answer is HTML" : "the answer is no whole JSON";
    }
  } else if (validatorFor(operation, status)?.(body).length !== 0) problem = "the answer is empty";
  return { ...raw, body, problem };
};
