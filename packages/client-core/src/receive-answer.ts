import { isGood, matches } from "@genwait/lifecycle";
import type { ApiError } from "./api-error.ts";
import type { CallContext, ReceivedAnswer } from "./call-context.ts";
import { callError, serviceError } from "./call-error.ts";
import { validatorFor } from "./departures.ts";
import { kindOfStatus } from "./kind-of-status.ts";
import type { RawAnswer } from "./send.ts";

/** Makes an answer of what came. JSON is JSON under any content type. */
export const receiveAnswer = ({ operation }: CallContext, raw: RawAnswer): ReceivedAnswer => {
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

/** The error that an answer is whatever was asked; undefined for one that may mean something. */
export const errorOfAnswer = (context: CallContext, answer: ReceivedAnswer): ApiError | undefined => {
  const rule = context.connection.api.errors.find((candidate) => matches(candidate, answer));
  if (rule) return serviceError(context, rule.is, answer);
  if (!answer.problem) return undefined;
  if (!isGood(answer) && !isState(context, answer)) return errorOfStatus(context, answer);
  return callError(context, answer.broken ? "network" : "contract", answer.problem, answer, answer.broken);
};

// Where the code alone tells a job's state, a body that cannot be read is a broken answer, and no refusal.
const isState = ({ connection, operation }: CallContext, answer: ReceivedAnswer): boolean =>
  Object.values(connection.api.jobs).some(
    ({ lifecycle, ...job }) =>
      job.operation === operation.id &&
      lifecycle.state?.rules?.some(({ when }) => when.some(({ status }) => status) && matches({ when }, answer)),
  );

/** The error that an HTTP code outside 2xx is by itself. */
export const errorOfStatus = (context: CallContext, answer: ReceivedAnswer): ApiError =>
  serviceError(context, kindOfStatus(answer.status), answer);
