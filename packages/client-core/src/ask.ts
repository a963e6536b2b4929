import type { AnswerReading, CallErrorKind, Departure } from "@genwait/lifecycle";
import { ApiError } from "./api-error.ts";
import type { ApiDescriptor, Operation } from "./api-descriptor.ts";
import { findKey } from "./api-key.ts";
import { buildRequest, type OperationInput } from "./build-request.ts";
import type { ReceivedAnswer } from "./call-context.ts";
import { errorMaker } from "./call-error.ts";
import type { CallOptions, ClientOptions } from "./client-options.ts";
import { departureFinder } from "./departures.ts";
import { meaningOf } from "./meaning-of.ts";
import { receiveAnswer } from "./receive-answer.ts";
import { scrubber } from "./scrub.ts";
import { type CallClock, within } from "./within.ts";

export type Asked<State> = readonly [answer: ReceivedAnswer, state: State, departures: readonly Departure[]];

/** Sends one request and gives its answer, with what it means to whoever asks. Never sends a second one. */
export type Ask = <State>(
  operation: Operation,
  input: OperationInput,
  read: (answer: ReceivedAnswer) => AnswerReading<State>,
  options?: CallOptions<unknown>,
) => Promise<Asked<State>>;

// Status calls answer within a second; half a minute tells a slow service from one that hangs.
const defaultTimeoutMs = 30_000;

/** What asks for one client. */
export const asker = (api: ApiDescriptor, options: ClientOptions, baseUrl: string, clock: CallClock): Ask => {
  const findDepartures = departureFinder(options);
  return async (operation, input, read, { signal, timeoutMs = options.timeoutMs ?? defaultTimeoutMs } = {}) => {
    let scrub = scrubber("");
    const fail = errorMaker(api, operation, (text) => scrub(text));
    let kind: CallErrorKind = "unauthorized";
    let why: string | undefined;
    try {
      const secret = await findKey(api, options);
      scrub = scrubber(secret);
      kind = "invalid-request";
      const [url, init] = buildRequest(baseUrl, api.key, operation, input, secret);
      kind = "network";
      why = `${baseUrl} could not be reached`;
      const tooLate = (): ApiError => fail("call-timeout", `no whole answer came within ${timeoutMs} ms`);
      const answer = await within(clock, timeoutMs, tooLate, signal, (signal) =>
        receiveAnswer(() => (options.fetch ?? fetch)(url, { ...init, signal }), operation, clock),
      );
      const state = meaningOf(api, answer, read(answer), fail);
      return [answer, state, findDepartures(operation.id, answer, scrub, fail)];
    } catch (error) {
      signal?.throwIfAborted();
      throw error instanceof ApiError ? error : fail(kind, why, undefined, error);
    }
  };
};
