import { type AnswerReading, type JobState, readAnswer, type Reading } from "@genwait/lifecycle";
import { ask } from "./ask.ts";
import type { CallContext, ReceivedAnswer } from "./call-context.ts";
import { contractError, serviceError } from "./call-error.ts";
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
  const { lifecycle, id } = declaration;
  const parameters = { [id.name]: job.id };
  const input = { parameters, body: id.in === "body" ? parameters : undefined };
  const { context, answer } = await ask(connection, operation, input, { signal });
  const state = stateOf(readAnswer(lifecycle, answer, job), context, answer);
  const departures = findDepartures(context, answer);
  const retryAfterMs = answerRetryAfterMs(answer, connection.clock);
  const slowDownMs = Math.max(
    0,
    ...(lifecycle.pace?.limits ?? []).map(({ remaining, below, everyMs }) =>
      // Number("") would be 0, and a limit that is not told would count as used up.
      Number.parseFloat(`${answer.header(remaining)}`) < below ? everyMs : 0,
    ),
  );
  return {
    state,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(slowDownMs > 0 && { slowDownMs }),
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
      throw contractError(context, reading, answer);
  }
};
