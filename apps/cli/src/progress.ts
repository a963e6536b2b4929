import type { JobState } from "@genwait/lifecycle";
import type { EventJob } from "@genwait/poller";
import type { Output } from "./command.ts";
import { createLiveLines } from "./live-lines.ts";
import { stateWords } from "./state-words.ts";
import { terminalText } from "./terminal-text.ts";

/** Tells a person how the waits get on. */
export interface Progress {
  state(job: EventJob, state: JobState): void;
  /** Something on the way: a retry, a pause. */
  note(job: EventJob, text: string): void;
  /** The job's line goes away; its result is printed elsewhere. */
  done(job: EventJob): void;
  close(): void;
}

/** Lines that live on a terminal, a line for each change elsewhere. */
export const createProgress = (output: Output): Progress =>
  output.isTTY === true ? createLiveLines(output) : createPlainProgress(output);

const createPlainProgress = (output: Output): Progress => {
  const line = (job: EventJob, text: string): void =>
    void output.write(`${terminalText(`${job.api} ${job.id}  ${text}`)}\n`);
  return { state: (job, state) => line(job, stateWords(state)), note: line, done: () => {}, close: () => {} };
};
