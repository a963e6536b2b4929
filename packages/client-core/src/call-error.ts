import { type Breach, resolvePointer } from "@genwait/lifecycle";
import type { ApiDescriptor, Operation } from "./api-descriptor.ts";
import { ApiError } from "./api-error.ts";
import type { Fail, ReceivedAnswer } from "./call-context.ts";
import { errorKinds } from "./error-kinds.ts";
import { mayHaveStarted } from "./may-have-started.ts";
import { scrubCause, type ScrubbedCause } from "./scrub-cause.ts";
import type { Scrub } from "./scrub.ts";

// Cut last, so that no half of a key stays at the edge.
const excerptLength = 500;

/** Makes what makes the errors of one call, without the key in any of their parts. */
export const errorMaker =
  (
    { keyVariable, requestIdHeader = "x-request-id" }: ApiDescriptor,
    operation: Operation,
    scrub: Scrub = String,
  ): Fail =>
  (kind, why, answer, thrown = answer?.broken) => {
    const cut = (text: string): string => scrub(text).slice(0, excerptLength);
    const [remedy, blame = "caller"] = errorKinds[kind];
    const cause = thrown === undefined ? undefined : scrubCause(thrown, scrub);
    const reason = cut(why ?? `${cause?.message}`);
    const detail = cause && innermost(cause);
    const isLost = mayHaveStarted(operation, blame, answer?.status, detail);
    const requestId = answer?.header(requestIdHeader);
    const retryAfterMs = answer?.retryAfterMs;
    return new ApiError(
      `Failed to call ${operation.id}: ${reason}${!detail || detail === reason ? "" : ` (${detail})`}. ${remedy.replace("$", keyVariable)}${
        isLost ? " The job may have been started and billed: look for it before you create it again." : ""
      }`,
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
const innermost = ({ code, message, cause }: ScrubbedCause): string => code ?? (cause ? innermost(cause) : message);

/** What the service itself says, in its own words where it has any. */
export const wordsOf = (
  { status, body }: ReceivedAnswer,
  said: unknown = ["/message", "/err/message", "/error/message", "/error", "/detail"]
    .map((pointer) => resolvePointer(body, pointer))
    .find((said) => said && typeof said === "string"),
): string =>
  // The sentence has a full stop of its own.
  `the service answered ${status || "with a redirect"}${said ? `: ${said}`.replace(/\.$/, "") : ""}`;

/** What is wrong with an answer that is not what it must be. */
export const differenceOf = ({ pointer, expected, found }: Omit<Breach, "is">): string =>
  `${pointer || "the answer"} is ${found} instead of ${expected}`;
