import { isWaitError } from "@genwait/poller";
import type { CliIo } from "./command.ts";
import { errorFacts } from "./error-facts.ts";
import { type ExitCode, exitCodeOfEnd, exitCodeOfError, exitCodes } from "./exit-code.ts";
import { howToGoOn, type SameService } from "./how-to-go-on.ts";
import { jsonLine } from "./json-line.ts";
import { plainLines } from "./plain-lines.ts";
import type { Result, StoppedResult } from "./result.ts";

export interface ReportOptions {
  readonly json: boolean;
  readonly service: SameService;
}

/** Prints one result: an end on stdout; anything else also on stderr, with how to go on. */
export const reportResult = (result: Result, { json, service }: ReportOptions, io: CliIo): ExitCode => {
  if (result.end !== undefined) {
    io.stdout.write(json ? jsonLine(result) : plainLines(result));
    return exitCodeOfEnd(result.end);
  }
  const isInterrupted = io.signal.aborted && result.error === io.signal.reason;
  if (json) io.stdout.write(jsonLine(result));
  io.stderr.write(`${whatHappened(result, isInterrupted)}\n  To go on: ${howToGoOn(result.job, service)}\n`);
  return isInterrupted ? exitCodes.interrupted : exitCodeOfError(result.error);
};

const whatHappened = ({ job, error }: StoppedResult, isInterrupted: boolean): string => {
  if (isInterrupted) return `Interrupted. ${job.api} ${job.id} goes on, and may be billed.`;
  // What the call said is shorter than the whole story of the wait, and says what to do.
  const cause = isWaitError(error) && error.reason !== "timeout" ? error.cause : error;
  return `${job.api} ${job.id}: ${errorFacts(cause).message}`;
};
