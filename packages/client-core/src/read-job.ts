import { type AnswerReading, type JobState, readAnswer, type Reading } from "@genwait/lifecycle";
import { ask } from "./ask.ts";
import type { CallContext, ReceivedAnswer } from "./call-context.ts";
import { callError, serviceError } from "./call-error.ts";
import type { ClientJob, JobKind } from "./job-maker.ts";
import { findDepartures } from "./departures.ts";
import { errorOfStatus } from "./receive-answer.ts";
import { answerRetryAfterMs } from "./retry-after.ts";

/** One look at a job. */
export const readJob = async (
  { connection, declaration, operation }: JobKind,
  job: ClientJob,
  signal: AbortSignal,
): Promise<Reading> => {
  const { in: place, name } = declaration.id;
  const named = { [name]: job.id };
  const { context, answer } = await ask(
    connection,
    operation,
    { parameters: named, ...(place === "body" && { body: named }) },
    { signal },
  );
  const { lifecycle } = declaration;
  const state = stateOf(readAnswer(lifecycle, answer, job), context, answer);
  const departures = findDepartures(context, answer);
  const retryAfterMs = answerRetryAfterMs(answer, connection.clock);
  // Number("") would be 0, and a limit that is not told would count as used up.
  const short =
    lifecycle.pace?.limits?.filter(
      ({ remaining, below }) => Number.parseFloat(`${answer.header(remaining)}`) < below,
    ) ?? [];
  return {
    state,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(short.length > 0 && { slowDownMs: Math.max(...short.map(({ everyMs }) => everyMs)) }),
    ...(departures.length > 0 && { departures }),
  };
};

const stateOf = (reading: AnswerReading, context: CallContext, answer: ReceivedAnswer): JobState => {
  switch (reading.is) {
    case "state":
      return reading.state;
    case "call-failure":
      throw serviceError(context, reading.kind, answer, reading.message);
    case "unread":
      throw errorOfStatus(context, answer);
    case "breach":
      throw callError(
        context,
        "contract",
        `${reading.pointer} is ${reading.found} instead of ${reading.expected}`,
        answer,
      );
  }
};
