import type { Job, JobResult, JobState } from "@genwait/lifecycle";
import { createPoller, type PollerEvent } from "@genwait/poller";
import type { CliIo } from "./command.ts";
import { noteOfEvent } from "./note-of-event.ts";
import { createProgress } from "./progress.ts";
import type { Outcome } from "./outcome.ts";
import { createTally } from "./tally.ts";
import type { WaitTimes } from "./wait-options.ts";

/** Waits for every job at once, tells on stderr how it goes, and gives each outcome as it comes: one for every job, also after Ctrl-C. */
export async function* waitSideBySide(
  jobs: readonly Job[],
  times: WaitTimes,
  { stderr, signal }: Pick<CliIo, "stderr" | "signal">,
): AsyncGenerator<Outcome> {
  const progress = createProgress(stderr);
  const tally = createTally();
  const onEvent = (event: PollerEvent): void => {
    tally.onEvent(event);
    const note = noteOfEvent(event);
    if (note !== undefined) progress.note(event, note);
  };
  const onUpdate = (state: JobState, job: Job): void => {
    if (state.phase === "pending") progress.state(job, state);
  };
  const open = new Set(jobs);
  const outcomeOf = (job: Job, result: JobResult | undefined, error: unknown): Outcome => {
    open.delete(job);
    progress.done(job);
    const effort = tally.of(job);
    return result === undefined ? { job, ...effort, error } : { job, ...effort, result };
  };
  try {
    const results = createPoller({ onEvent }).each(jobs, { ...times, signal, onUpdate });
    for await (const { job, result, error } of results) yield outcomeOf(job, result, error);
  } catch (error) {
    // Everything that is still open ends here: each job gets its line and its way on, none is lost.
    for (const job of open) yield outcomeOf(job, undefined, error);
  } finally {
    progress.close();
  }
}
