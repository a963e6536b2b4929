import type { AnswerReading, CallErrorKind, Departure } from "@genwait/lifecycle";
import { ApiError } from "./api-error.ts";
import type { Operation } from "./api-descriptor.ts";
import { findKey } from "./api-key.ts";
import { buildRequest, type OperationInput } from "./build-request.ts";
import type { CallContext, ReceivedAnswer } from "./call-context.ts";
import { callError } from "./call-error.ts";
import type { CallOptions } from "./client-options.ts";
import type { Connection } from "./connection.ts";
import { findDepartures } from "./departures.ts";
import { meaningOf } from "./meaning-of.ts";
import { receiveAnswer } from "./receive-answer.ts";
import { scrubber } from "./scrub.ts";
import { send, timeLimit } from "./send.ts";

export interface Asked<State> {
  readonly context: CallContext;
  readonly answer: ReceivedAnswer;
  readonly state: State;
  readonly departures: readonly Departure[];
}

/** Sends one request and gives its answer, with what it means to whoever asks. Never sends a second one. */
export const ask = async <State>(
  connection: Connection,
  operation: Operation,
  input: OperationInput,
  read: (answer: ReceivedAnswer) => AnswerReading<State>,
  { signal, timeoutMs = connection.options.timeoutMs ?? defaultTimeoutMs }: CallOptions<unknown> = {},
): Promise<Asked<State>> => {
  const { api, options, clock, baseUrl } = connection;
  let context: CallContext = { connection, operation, scrub: scrubber("") };
  let kind: CallErrorKind = "unauthorized";
  let why: string | undefined;
  try {
    const secret = await findKey(api, options);
    context = { connection, operation, scrub: scrubber(secret) };
    kind = "invalid-request";
    const request = buildRequest(connection, operation, input, secret);
    kind = "network";
    why = `${baseUrl} could not be reached`;
    const raw = await send(request, { fetch: options.fetch ?? fetch, clock, timeoutMs, signal });
    const answer = receiveAnswer(operation, raw);
    const state = meaningOf(context, answer, read(answer));
    return { context, answer, state, departures: findDepartures(context, answer) };
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof ApiError) throw error;
    throw error === timeLimit
      ? callError(context, "call-timeout", `no whole answer came within ${timeoutMs} ms`)
      : callError(context, kind, why ?? (error instanceof Error ? error.message : String(error)), undefined, error);
  }
};

// Status calls answer within a second; half a minute tells a slow service from one that hangs.
const defaultTimeoutMs = 30_000;
