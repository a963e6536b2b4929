import { type Breach, type CallErrorKind, resolvePointer } from "@genwait/lifecycle";
import { ApiError } from "./api-error.ts";
import type { CallContext, ReceivedAnswer } from "./call-context.ts";
import { errorKinds } from "./error-kinds.ts";
import { mayHaveStarted } from "./may-have-started.ts";
import { answerRetryAfterMs } from "./retry-after.ts";
import { scrubCause, type ScrubbedCause } from "./scrub-cause.ts";

/** Makes the error of a call, without the key in any of its parts. `why` lacks its full stop. */
export const callError = (
  { operation, connection: { api, clock }, scrub }: CallContext,
  kind: CallErrorKind,
  why: string,
  answer?: ReceivedAnswer,
  thrown?: unknown,
): ApiError => {
  const cut = (text: string): string => scrub(text).slice(0, excerptLength);
  const [blame, remedy] = errorKinds[kind];
  const cause = thrown === undefined ? undefined : scrubCause(thrown, scrub);
  const detail = cause && innermost(cause);
  const isLost = mayHaveStarted(operation, blame, answer?.status, detail);
  const requestId = answer?.header(api.requestIdHeader ?? "x-request-id");
  const retryAfterMs = answer && answerRetryAfterMs(answer, clock);
  return new ApiError(
    `Failed to call ${operation.id}: ${cut(why)}${!detail || detail === why ? "" : ` (${detail})`}. ${remedy.replace("$", api.keyVariable)}${isLost ? lostCreate : ""}`,
    {
      kind,
      operation: operation.id,
      blame,
      ...(answer && { status: answer.status, excerpt: cut(answer.text) }),
      ...(requestId && { requestId: scrub(requestId) }),
      ...(retryAfterMs !== undefined && { retryAfterMs }),
      ...(isLost && { mayHaveStarted: true }),
    },
    cause,
  );
};

// What tells most: the first code, or else what it all began with.
const innermost = ({ code, message, cause }: ScrubbedCause): string =>
  code ?? (cause instanceof Error ? innermost(cause) : message);

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

/** The error of an answer that is not what it must be. */
export const contractError = (
  context: CallContext,
  { pointer, expected, found }: Omit<Breach, "is">,
  answer: ReceivedAnswer,
): ApiError => callError(context, "contract", `${pointer || "the answer"} is ${found} instead of ${expected}`, answer);

const serviceMessage = (body: unknown): string => {
  for (const pointer of ["/message", "/err/message", "/error/message", "/error", "/detail"]) {
    const said = resolvePointer(body, pointer);
    if (typeof said === "string" && said) return said;
  }
  return "";
};

const lostCreate = " The job may have been started and billed: look for it before you create it again.";

// Cut last, so that no half of a key stays at the edge.
const excerptLength = 500;
