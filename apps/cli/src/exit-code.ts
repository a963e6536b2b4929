import { errorKinds, isCallFailure, type JobState } from "@genwait/lifecycle";
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
  outputLost: 74,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Each code in the words of `genwait help`. */
export const exitCodeMeanings: Readonly<Record<ExitCode, string>> = {
  0: "succeeded",
  1: "failed",
  2: "partial",
  3: "not over yet",
  4: "refused",
  5: "not reachable or no sense",
  64: "wrong usage",
  74: "output lost",
  130: "interrupted",
};

/** The code that stands for several: the one that most needs a person. */
export const worstExitCode = (codes: readonly ExitCode[]): ExitCode =>
  worstFirst.find((code) => codes.includes(code)) ?? exitCodes.succeeded;

/** The code of a job's state. */
export const exitCodeOfState = ({ phase }: Pick<JobState, "phase">): ExitCode =>
  exitCodes[phase === "pending" ? "timeout" : phase];

/** The code of whatever ended a command before its job; `reason` is that of the run's signal. */
export const exitCodeOfError = (
  error: unknown,
  { aborted, reason }: Pick<AbortSignal, "aborted" | "reason">,
): ExitCode => {
  if (aborted && error === reason) return isOutputLost(reason) ? exitCodes.outputLost : exitCodes.interrupted;
  if (isWaitError(error))
    return error.reason === "timeout" ? exitCodes.timeout : exitCodeOfError(error.cause, { aborted, reason });
  return isCallFailure(error) ? errorKinds[error.kind].exitCode : exitCodes.unreachable;
};

/** Nobody can read stdout any more: a closed pipe, a full disk. */
export class OutputLostError extends Error {
  override readonly name: string = "OutputLostError";
}

/** Whether the reason of an abort is that nobody can read stdout any more. */
export const isOutputLost = (reason: unknown): reason is OutputLostError => reason instanceof OutputLostError;

const worstFirst: readonly ExitCode[] = [64, 130, 74, 4, 5, 3, 1, 2, 0];
