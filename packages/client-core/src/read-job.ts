import { readAnswer, type Reading } from "@genwait/lifecycle";
import { ask } from "./ask.ts";
import type { ClientJob, JobKind } from "./job-maker.ts";
import { answerRetryAfterMs } from "./retry-after.ts";

/** One look at a job. */
export const readJob = async (
  { connection, declaration: { lifecycle, id }, operation }: JobKind,
  job: ClientJob,
  signal: AbortSignal,
): Promise<Reading> => {
  const parameters = { [id.name]: job.id };
  const { answer, state, departures } = await ask(
    connection,
    operation,
    { parameters, body: id.in === "body" ? parameters : undefined },
    (received) => readAnswer(lifecycle, received, job),
    { signal },
  );
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
