import { type CallErrorKind, resolvePointer } from "@genwait/lifecycle";
import { ApiError } from "./api-error.ts";
import { blames, remedies } from "./blame.ts";
import type { CallContext, ReceivedAnswer } from "./call-context.ts";
import { mayHaveStarted } from "./may-have-started.ts";
import { retryAfterMs } from "./retry-after.ts";
import { scrub, scrubCause } from "./scrub.ts";

export interface CallErrorOptions {
  readonly answer?: ReceivedAnswer | undefined;
  readonly cause?: unknown;
  /** What to do. @default what helps against most errors of the kind */
  readonly remedy?: string;
}

/** Makes the error of a call, without the key in any of its parts. `why` is a sentence without its full stop. */
export const callError = (
  context: CallContext,
  kind: CallErrorKind,
  why: string,
  { answer, cause, remedy }: CallErrorOptions = {},
): ApiError => {
  const { operation, connection, secret } = context;
  const lost = mayHaveStarted(operation, kind, answer?.status, cause);
  const message = `Failed to call ${operation.id}: ${why}. ${remedy ?? remedies[kind]}${lost ? lostCreate : ""}`;
  const requestId = answer?.header(connection.api.requestIdHeader ?? "x-request-id");
  const delayMs = answer && answerRetryAfterMs(context, answer);
  return new ApiError(
    scrub(message, secret),
    {
      kind,
      operation: operation.id,
      blame: blames[kind],
      ...(answer !== undefined && { status: answer.status, excerpt: excerptOf(answer.text, secret) }),
      ...(requestId && { requestId: scrub(requestId, secret) }),
      ...(delayMs !== undefined && { retryAfterMs: delayMs }),
      ...(lost && { mayHaveStarted: true }),
    },
    cause === undefined ? undefined : { cause: scrubCause(cause, secret) },
  );
};

/** What the service's `Retry-After` asks for on this answer. */
export const answerRetryAfterMs = ({ connection }: CallContext, { header }: ReceivedAnswer): number | undefined =>
  retryAfterMs(header("retry-after"), connection.clock.now(), header("date"));

/** The service's own words for what went wrong, with a colon before them; nothing where it says nothing. */
export const serviceMessage = ({ body }: ReceivedAnswer): string => {
  for (const pointer of ["/message", "/err/message", "/error/message", "/error", "/detail"]) {
    const said = resolvePointer(body, pointer);
    if (typeof said === "string" && said !== "") return `: ${said.slice(0, excerptLength).replace(/\.$/, "")}`;
  }
  return "";
};

const lostCreate = " The job may have been started and billed: look for it before you create it again.";

const excerptLength = 500;

// Cut after scrubbing, so that no half of a key stays at the edge.
const excerptOf = (text: string, secret: string): string =>
  scrub(text.slice(0, excerptLength + 3 * secret.length), secret).slice(0, excerptLength);
