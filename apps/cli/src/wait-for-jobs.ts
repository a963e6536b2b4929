import type { Job } from "@genwait/lifecycle";
import type { CliIo } from "./command.ts";
import { type ExitCode, worstExitCode } from "./exit-code.ts";
import { reportResult, type ReportOptions } from "./report-result.ts";
import type { WaitTimes } from "./wait-options.ts";
import { waitSideBySide } from "./wait-side-by-side.ts";

/** Waits for every job and prints each result as it comes; gives the worst exit code. */
export const waitForJobs = async (
  jobs: readonly Job[],
  { json, service, ...times }: WaitTimes & ReportOptions,
  io: CliIo,
): Promise<ExitCode> => {
  const codes: ExitCode[] = [];
  for await (const result of waitSideBySide(jobs, times, io)) codes.push(reportResult(result, { json, service }, io));
  return worstExitCode(codes);
};
