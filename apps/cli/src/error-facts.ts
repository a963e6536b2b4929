import {
  type CallFailure,
  type ErrorKind,
  errorKinds,
  type IncompleteResult,
  isCallFailure,
  isErrorKind,
} from "@genwait/lifecycle";
import { isWaitError } from "@genwait/poller";

/** An error as data, without anything secret. */
export interface ErrorFacts {
  /** The call's kind, or how the wait stopped. */
  readonly kind: ErrorKind | "timeout" | "aborted" | "store" | "unexpected";
  readonly message: string;
  /** Of the kind `store`: why the store of durable waits refused. */
  readonly reason?: string;
  readonly status?: number;
  readonly requestId?: string;
  readonly fault?: string;
  readonly mayHaveStarted?: boolean;
  /** The job that a failed create started all the same. */
  readonly jobId?: string;
  /** The job has succeeded, but its response lacks what it guarantees: the whole body, so that nothing paid is lost. */
  readonly incomplete?: IncompleteResult;
}

/** What a program or a person should know of an error; `keyVariable` is the environment variable that holds the API's key. */
export const errorFacts = (error: unknown, keyVariable: string): ErrorFacts => {
  if (isWaitError(error)) {
    const { message, reason, cause } = error;
    if (reason === "timeout") return { kind: "timeout", message };
    const facts = errorFacts(cause, keyVariable);
    return {
      ...facts,
      ...(reason === "invalid-response" && { kind: reason }),
      message: withOwnHint(message, facts, keyVariable),
    };
  }
  const message = error instanceof Error ? error.message : String(error);
  if (isStoreFailure(error)) {
    const { reason, job } = error;
    return { kind: "store", reason, message, ...(job !== undefined && { jobId: job.id }) };
  }
  if (!isCallFailure(error)) return { kind: isAbort(error) ? "aborted" : "unexpected", message };
  return { kind: error.kind, message: withOwnHint(message, error, keyVariable), ...factsOfCall(error) };
};

/** A failure of the store of durable waits, told apart without its package, which may not be there. */
export const isStoreFailure = (
  error: unknown,
): error is Error & { readonly reason: string; readonly job?: { readonly id: string } } =>
  error instanceof Error && error.name === "DurableError" && "reason" in error && typeof error.reason === "string";

/** Whether the error is a signal's own reason. */
export const isAbort = (error: unknown): boolean => error instanceof Error && error.name === "AbortError";

// The client's messages name its options; on the command line there is the environment, and nothing else.
const withOwnHint = (
  message: string,
  { kind, status }: Pick<ErrorFacts, "kind" | "status">,
  keyVariable: string,
): string => {
  if (!isErrorKind(kind)) return message;
  const { hint } = errorKinds[kind];
  const [before = "", after = ""] = hint.split("{key}");
  const start = message.lastIndexOf(before);
  const end = message.indexOf(after, start + before.length);
  if (start < 0 || end < 0) return message;
  const own =
    kind === "unauthorized" && status === undefined
      ? `Put yours into the environment, as ${keyVariable}. To try without one, start genwait mock, and add --base-url with its address.`
      : (ownHints[kind] ?? hint.replace("{key}", keyVariable));
  return message.slice(0, start) + own + message.slice(end + after.length);
};

// Where the table names an option of the client's.
const ownHints: Partial<Record<ErrorKind, string>> = { "call-timeout": "Try again later." };

const factsOfCall = (
  error: CallFailure & { readonly fault?: unknown; readonly jobId?: unknown },
): Partial<ErrorFacts> => ({
  ...(error.status !== undefined && { status: error.status }),
  ...(error.requestId !== undefined && { requestId: error.requestId }),
  ...(typeof error.fault === "string" && { fault: error.fault }),
  ...(error.mayHaveStarted !== undefined && { mayHaveStarted: error.mayHaveStarted }),
  ...(error.incomplete !== undefined && { incomplete: error.incomplete }),
  ...(typeof error.jobId === "string" && { jobId: error.jobId }),
});
