import { type CallErrorKind, type CallFailure, isCallFailure } from "@genwait/lifecycle";
import { isWaitError } from "@genwait/poller";

/** An error as data, without anything secret. */
export interface ErrorFacts {
  /** The call's kind, or how the wait stopped. */
  readonly kind: CallErrorKind | "timeout" | "aborted" | "unexpected";
  readonly message: string;
  readonly status?: number;
  readonly requestId?: string;
  readonly blame?: string;
  readonly mayHaveStarted?: boolean;
}

/** What a program or a person should know of an error. */
export const errorFacts = (error: unknown): ErrorFacts => {
  if (isWaitError(error)) {
    const { message, reason, cause } = error;
    return reason === "timeout" ? { kind: "timeout", message } : { ...errorFacts(cause), message };
  }
  const message = error instanceof Error ? error.message : String(error);
  if (!isCallFailure(error)) return { kind: isAbort(error) ? "aborted" : "unexpected", message };
  return { kind: error.kind, message, ...factsOfCall(error) };
};

/** Whether the error is a signal's own reason. */
export const isAbort = (error: unknown): boolean => error instanceof Error && error.name === "AbortError";

const factsOfCall = (
  error: CallFailure & { readonly requestId?: unknown; readonly blame?: unknown; readonly mayHaveStarted?: unknown },
): Partial<ErrorFacts> => ({
  ...(error.status !== undefined && { status: error.status }),
  ...(typeof error.requestId === "string" && { requestId: error.requestId }),
  ...(typeof error.blame === "string" && { blame: error.blame }),
  ...(error.mayHaveStarted === true && { mayHaveStarted: true }),
});
