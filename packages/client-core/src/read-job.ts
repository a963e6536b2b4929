import { type JobState, type PaceTimes, readAnswer, type Reading } from "@genwait/lifecycle";
import { ask } from "./ask.ts";
import type { CallContext, ReceivedAnswer } from "./call-context.ts";
import { answerRetryAfterMs, callError } from "./call-error.ts";
import { checkDepartures } from "./check-departures.ts";
import type { JobKind } from "./client-job.ts";
import type { OperationInput } from "./operation-input.ts";
import { errorOfStatus } from "./receive-answer.ts";

/** One look at a job. */
export const readJob = async (
  { connection, declaration, operation }: JobKind,
  id: string,
  expectedItems: number | undefined,
  signal: AbortSignal,
): Promise<Reading> => {
  const { context, answer } = await ask(connection, operation, inputFor(declaration.id, id), { signal });
  const state = stateOf(context, declaration.lifecycle, answer, id, expectedItems);
  const departures = checkDepartures(context, answer);
  const delayMs = answerRetryAfterMs(context, answer);
  const slowDownMs = slowDown(declaration.lifecycle.pace, answer);
  return {
    state,
    ...(delayMs !== undefined && { retryAfterMs: delayMs }),
    ...(slowDownMs > 0 && { slowDownMs }),
    ...(departures.length > 0 && { departures }),
  };
};

const inputFor = ({ in: place, name }: JobKind["declaration"]["id"], id: string): OperationInput =>
  place === "body" ? { parameters: {}, body: { [name]: id } } : { parameters: { [name]: id } };

const stateOf = (
  context: CallContext,
  lifecycle: JobKind["declaration"]["lifecycle"],
  answer: ReceivedAnswer,
  id: string,
  expectedItems: number | undefined,
): JobState => {
  const reading = readAnswer(lifecycle, answer, { id, ...(expectedItems !== undefined && { expectedItems }) });
  switch (reading.is) {
    case "state":
      return reading.state;
    case "unread":
      throw errorOfStatus(context, answer);
    case "call-failure":
      throw callError(
        context,
        reading.kind,
        `the service says no${reading.message === undefined ? "" : `: ${reading.message}`}`,
        { answer },
      );
    case "breach":
      throw callError(
        context,
        "contract",
        `at ${reading.pointer} the answer has ${reading.found} where ${reading.expected} is needed`,
        { answer },
      );
  }
};

const slowDown = (pace: PaceTimes | undefined, { header }: ReceivedAnswer): number => {
  let slowestMs = 0;
  for (const { remaining, below, everyMs } of pace?.limits ?? []) {
    // Number("") is 0; parseFloat finds nothing in it.
    if (Number.parseFloat(header(remaining) ?? "") < below) slowestMs = Math.max(slowestMs, everyMs);
  }
  return slowestMs;
};
