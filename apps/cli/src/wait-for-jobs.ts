import type { Job, JobState } from "@genwait/lifecycle";
import { createPoller, type PollerEvent } from "@genwait/poller";
import type { CliIo } from "./command.ts";
import { type ExitCode, worstExitCode } from "./exit-code.ts";
import { noteOfEvent } from "./note-of-event.ts";
import { createProgress } from "./progress.ts";
import { reportResult, type ReportOptions } from "./report-result.ts";
import type { Result } from "./result.ts";
import { createTally } from "./tally.ts";
import type { WaitTimes } from "./wait-options.ts";

/** Waits for every job side by side and prints each result as it comes; gives the worst exit code. */
export const waitForJobs = async (
  jobs: readonly Job[],
  { json, service, ...times }: WaitTimes & ReportOptions,
  io: CliIo,
): Promise<ExitCode> => {
  const progress = createProgress(io.stderr);
  const tally = createTally();
  const onEvent = (event: PollerEvent): void => {
    tally.onEvent(event);
    const note = noteOfEvent(event);
    if (note !== undefined) progress.note(event, note);
  };
  const open = new Set(jobs);
  const codes: ExitCode[] = [];
  const finish = (result: Result): void => {
    open.delete(result.job);
    progress.done(result.job);
    codes.push(reportResult(result, { json, service }, io));
  };
  const onUpdate = (state: JobState, job: Job): void => {
    if (state.phase === "pending") progress.state(job, state);
  };
  try {
    const results = createPoller({ onEvent }).each(jobs, { ...times, signal: io.signal, onUpdate });
    for await (const { job, end, error } of results) finish({ job, ...tally.of(job), ...(end ? { end } : { error }) });
  } catch (error) {
    // Everything that is still open ends here: each job gets its line and its way on, none is lost.
    for (const job of open) finish({ job, ...tally.of(job), error });
  } finally {
    progress.close();
  }
  return worstExitCode(codes);
};
