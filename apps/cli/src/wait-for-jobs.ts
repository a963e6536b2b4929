import type { Job } from "@genwait/lifecycle";
import type { CliIo } from "./command.ts";
import { type ExitCode, worstExitCode } from "./exit-code.ts";
import { reportOutcome, type ReportOptions } from "./report-outcome.ts";
import type { WaitTimes } from "./wait-options.ts";
import { waitSideBySide } from "./wait-side-by-side.ts";

/** Waits for every job and prints each outcome as it comes; gives the worst exit code. */
export const waitForJobs = async (
  jobs: readonly Job[],
  { json, service, ...times }: WaitTimes & ReportOptions,
  io: CliIo,
): Promise<ExitCode> => {
  const codes: ExitCode[] = [];
  for await (const outcome of waitSideBySide(jobs, times, io))
    codes.push(reportOutcome(outcome, { json, service }, io));
  return worstExitCode(codes);
};
