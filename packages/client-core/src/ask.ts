import type { CallErrorKind } from "@genwait/lifecycle";
import type { ApiError } from "./api-error.ts";
import type { Operation } from "./api-descriptor.ts";
import { findKey } from "./api-key.ts";
import { type BuiltRequest, buildRequest } from "./build-request.ts";
import type { CallContext, ReceivedAnswer } from "./call-context.ts";
import { callError } from "./call-error.ts";
import { causeCode } from "./cause-code.ts";
import { checkTimeout } from "./check-timeout.ts";
import type { CallOptions } from "./client-options.ts";
import type { Connection } from "./connection.ts";
import type { OperationInput } from "./operation-input.ts";
import { errorOfAnswer, receiveAnswer } from "./receive-answer.ts";
import { send, timeLimit } from "./send.ts";

export interface Asked {
  readonly context: CallContext;
  readonly answer: ReceivedAnswer;
}

/** Sends one request and gives its answer, whatever its code. Never sends a second one. */
export const ask = async (
  connection: Connection,
  operation: Operation,
  input: OperationInput,
  { signal, timeoutMs }: CallOptions,
): Promise<Asked> => {
  const { options, clock } = connection;
  const limitMs = timeoutMs === undefined ? connection.timeoutMs : checkTimeout(timeoutMs);
  let context: CallContext = { connection, operation, secret: "" };
  let kind: CallErrorKind = "unauthorized";
  let request: BuiltRequest;
  signal?.throwIfAborted();
  try {
    const key = findKey(connection.api, options);
    const secret = typeof key === "string" ? key : await key;
    context = { ...context, secret };
    kind = "invalid-request";
    request = buildRequest({ ...connection, operation, secret }, input);
  } catch (error) {
    throw callError(context, kind, error instanceof Error ? error.message : String(error), { cause: error });
  }
  signal?.throwIfAborted();
  const raw = await send(request, {
    fetch: options.fetch ?? globalThis.fetch,
    clock,
    timeoutMs: limitMs,
    signal,
  }).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw errorOfSending(context, error, limitMs);
  });
  const answer = receiveAnswer(context, raw);
  const error = errorOfAnswer(context, answer);
  if (error !== undefined) throw error;
  return { context, answer };
};

const errorOfSending = (context: CallContext, cause: unknown, limitMs: number): ApiError => {
  if (cause === timeLimit) return callError(context, "call-timeout", `no whole answer came within ${limitMs} ms`);
  const code = causeCode(cause);
  return callError(context, "network", `${context.connection.baseUrl} could not be reached${code && ` (${code})`}`, {
    cause,
  });
};
