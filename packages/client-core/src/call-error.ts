import { type CallErrorKind, resolvePointer } from "@genwait/lifecycle";
import { ApiError } from "./api-error.ts";
import type { CallContext, ReceivedAnswer } from "./call-context.ts";
import { errorKinds } from "./error-kinds.ts";
import { mayHaveStarted } from "./may-have-started.ts";
import { answerRetryAfterMs } from "./retry-after.ts";
import { scrub } from "./scrub.ts";
import { scrubCause } from "./scrub-cause.ts";

/** Makes the error of a call, without the key in any of its parts. `why` lacks its full stop. */
export const callError = (
  context: CallContext,
  kind: CallErrorKind,
  why: string,
  answer?: ReceivedAnswer,
  thrown?: unknown,
): ApiError => {
  const { operation, connection, secret } = context;
  const hide = (text: string): string => scrub(text, secret);
  // Cut last, so that no half of a key stays at the edge.
  const capped = (text: string): string => hide(text).slice(0, excerptLength);
  const [blame, remedy] = errorKinds[kind];
  const cause = thrown === undefined ? undefined : scrubCause(thrown, secret);
  const code = cause?.code;
  const detail = code ?? (kind === "network" && cause ? innermost(cause).message : "");
  const isLost = mayHaveStarted(operation, kind, answer?.status, code);
  const requestId = answer?.header(connection.api.requestIdHeader ?? "x-request-id");
  const retryAfterMs = answer && answerRetryAfterMs(answer, connection.clock);
  return new ApiError(
    `Failed to call ${operation.id}: ${capped(why)}${detail && ` (${detail})`}. ${remedy.replace("$", connection.api.keyVariable)}${isLost ? lostCreate : ""}`,
    {
      kind,
      operation: operation.id,
      blame,
      ...(answer && {
        status: answer.status,
        excerpt: capped(answer.text),
      }),
      ...(requestId && { requestId: hide(requestId) }),
      ...(retryAfterMs !== undefined && { retryAfterMs }),
      ...(isLost && { mayHaveStarted: true }),
    },
    cause,
  );
};

const innermost = (error: Error): Error => (error.cause instanceof Error ? innermost(error.cause) : error);

/** The error that the service itself tells of, in its own words where it has any. */
export const serviceError = (
  context: CallContext,
  kind: CallErrorKind,
  answer: ReceivedAnswer,
  said: string = serviceMessage(answer.body),
): ApiError =>
  callError(
    context,
    kind,
    // The sentence has a full stop of its own.
    `the service answered ${answer.status || "with a redirect"}${said && `: ${said.replace(/\.$/, "")}`}`,
    answer,
    answer.broken,
  );

const serviceMessage = (body: unknown): string => {
  for (const pointer of ["/message", "/err/message", "/error/message", "/error", "/detail"]) {
    const said = resolvePointer(body, pointer);
    if (typeof said === "string" && said) return said;
  }
  return "";
};

const lostCreate = " The job may have been started and billed: look for it before you create it again.";

const excerptLength = 500;
