import { errorKinds, isCallFailure, type JobResult } from "@genwait/lifecycle";
import { isWaitError } from "@genwait/poller";

/** What the shell is told; the same for every command. */
export const exitCodes = {
  succeeded: 0,
  failed: 1,
  partial: 2,
  timeout: 3,
  refused: 4,
  unreachable: 5,
  usage: 64,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The code that stands for several: the one that most needs a person. */
export const worstExitCode = (codes: readonly ExitCode[]): ExitCode =>
  worstFirst.find((code) => codes.includes(code)) ?? exitCodes.succeeded;

/** The code of a job's result. */
export const exitCodeOfResult = (result: JobResult): ExitCode => exitCodes[result.phase];

/** The code of whatever ended a wait before its job. */
export const exitCodeOfError = (error: unknown): ExitCode => {
  if (isWaitError(error)) return error.reason === "timeout" ? exitCodes.timeout : exitCodeOfError(error.cause);
  return isCallFailure(error) ? errorKinds[error.kind].exitCode : exitCodes.unreachable;
};

const worstFirst: readonly ExitCode[] = [64, 130, 4, 5, 3, 1, 2, 0];
