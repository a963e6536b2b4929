import type { CallErrorKind } from "@genwait/lifecycle";
import type { ApiError } from "./api-error.ts";
import type { Operation } from "./api-descriptor.ts";
import { findKey } from "./api-key.ts";
import { type BuiltRequest, buildRequest, type OperationInput } from "./build-request.ts";
import type { CallContext, ReceivedAnswer } from "./call-context.ts";
import { callError } from "./call-error.ts";
import type { CallOptions } from "./client-options.ts";
import type { Connection } from "./connection.ts";
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
  { signal, timeoutMs = connection.options.timeoutMs ?? defaultTimeoutMs }: CallOptions = {},
): Promise<Asked> => {
  const { api, options, clock } = connection;
  let context: CallContext = { connection, operation, secret: "" };
  let kind: CallErrorKind = "unauthorized";
  let request: BuiltRequest;
  signal?.throwIfAborted();
  try {
    const secret = await findKey(api, options);
    context = { connection, operation, secret };
    kind = "invalid-request";
    request = buildRequest(connection, operation, input, secret);
  } catch (error) {
    throw callError(context, kind, error instanceof Error ? error.message : String(error), undefined, error);
  }
  signal?.throwIfAborted();
  const raw = await send(request, { fetch: options.fetch ?? fetch, clock, timeoutMs, signal }).catch(
    (error: unknown) => {
      signal?.throwIfAborted();
      throw errorOfSending(context, error, timeoutMs);
    },
  );
  const answer = receiveAnswer(context, raw);
  const error = errorOfAnswer(context, answer);
  if (error) throw error;
  return { context, answer };
};

const errorOfSending = (context: CallContext, error: unknown, timeoutMs: number): ApiError =>
  error === timeLimit
    ? callError(context, "call-timeout", `no whole answer came within ${timeoutMs} ms`)
    : callError(context, "network", `${context.connection.baseUrl} could not be reached`, undefined, error);

// Status calls answer within a second; half a minute tells a slow service from one that hangs.
const defaultTimeoutMs = 30_000;
