import { matches } from "@genwait/lifecycle";
import type { ApiError } from "./api-error.ts";
import type { CallContext, ReceivedAnswer } from "./call-context.ts";
import { callError, serviceMessage } from "./call-error.ts";
import { validatorFor } from "./departures.ts";
import { kindOfStatus } from "./kind-of-status.ts";
import type { RawAnswer } from "./send.ts";

/** Makes an answer of what came. JSON is JSON under any content type. */
export const receiveAnswer = (
  { operation }: CallContext,
  { status, headers, text, broken }: RawAnswer,
): ReceivedAnswer => {
  const answer = { status, text, header: (name: string) => headers.get(name) };
  if (broken !== undefined)
    return { ...answer, body: undefined, broken, problem: "the connection broke in the middle of the answer" };
  if (text === "") {
    const isDeclared = validatorFor(operation, status)?.(undefined) === true;
    return { ...answer, body: undefined, ...(!isDeclared && { problem: `the answer (${status}) is empty` }) };
  }
  try {
    return { ...answer, body: JSON.parse(text) };
  } catch {
    const found = /^\s*</.test(text) ? "is HTML or XML" : "is no JSON, or not all of it";
    return { ...answer, body: undefined, problem: `the answer (${status}) ${found}` };
  }
};

/** The error that an answer is whatever its operation; undefined for one that may mean something. */
export const errorOfAnswer = (context: CallContext, answer: ReceivedAnswer): ApiError | undefined => {
  const rule = context.connection.api.errors.find((candidate) => matches(candidate, answer));
  if (rule !== undefined)
    return callError(context, rule.is, `the service answered ${answer.status}${serviceMessage(answer)}`, { answer });
  if (answer.problem === undefined) return undefined;
  if (!isGood(answer)) return errorOfStatus(context, answer);
  return callError(context, answer.broken === undefined ? "contract" : "network", answer.problem, {
    answer,
    cause: answer.broken,
  });
};

/** The error that an HTTP code outside 2xx is by itself. */
export const errorOfStatus = (context: CallContext, answer: ReceivedAnswer): ApiError => {
  const { status } = answer;
  if (status < 400)
    return callError(context, "contract", `the service redirects (${status || "opaque"}), which is not followed`, {
      answer,
    });
  return callError(context, kindOfStatus(status), `the service answered ${status}${serviceMessage(answer)}`, {
    answer,
    cause: answer.broken,
  });
};

export const isGood = ({ status }: ReceivedAnswer): boolean => status >= 200 && status < 300;
