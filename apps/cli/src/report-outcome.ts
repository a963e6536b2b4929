import { isWaitError } from "@genwait/poller";
import type { CliIo } from "./command.ts";
import { errorFacts } from "./error-facts.ts";
import { type ExitCode, exitCodeOfError, exitCodeOfResult, exitCodes } from "./exit-code.ts";
import { howToGoOn, type SameService } from "./how-to-go-on.ts";
import { jsonLine } from "./json-line.ts";
import type { Outcome, StoppedOutcome } from "./outcome.ts";
import { plainLines } from "./plain-lines.ts";
import { terminalText } from "./terminal-text.ts";

export interface ReportOptions {
  readonly json: boolean;
  readonly service: SameService;
}

/** Prints one outcome: a result on stdout; anything else also on stderr, with how to go on. */
export const reportOutcome = (outcome: Outcome, { json, service }: ReportOptions, io: CliIo): ExitCode => {
  if (outcome.result !== undefined) {
    io.stdout.write(json ? jsonLine(outcome, service) : plainLines(outcome));
    return exitCodeOfResult(outcome.result);
  }
  const isInterrupted = io.signal.aborted && outcome.error === io.signal.reason;
  if (json) io.stdout.write(jsonLine(outcome, service));
  const text = terminalText(whatHappened(outcome, service, isInterrupted));
  io.stderr.write(`${text}\n  To go on: ${howToGoOn(outcome.job, service)}\n`);
  return isInterrupted ? exitCodes.interrupted : exitCodeOfError(outcome.error);
};

const whatHappened = ({ job, error }: StoppedOutcome, { keyVariable }: SameService, isInterrupted: boolean): string => {
  if (isInterrupted) return `Interrupted. ${job.api} ${job.id} goes on, and may be billed.`;
  // What the call said is shorter than the whole story of the wait, and says what to do.
  const cause = isWaitError(error) && error.reason !== "timeout" ? error.cause : error;
  return `${job.api} ${job.id}: ${errorFacts(cause, keyVariable).message}`;
};
