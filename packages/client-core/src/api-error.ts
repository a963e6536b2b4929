import {
  type CallFailure,
  type ErrorKind,
  type Fault,
  type IncompleteResult,
  resolvePointer,
  type SchemaMismatch,
} from "@genwait/lifecycle";
import type { RedactedCause } from "./key.ts";
import type { ReceivedResponse } from "./received-response.ts";

/** What is known of a failed call. */
export interface ApiErrorFacts extends CallFailure {
  /** The id of the operation that was called; method and path for one that the API does not declare. */
  readonly operation: string;
  /** Who has to change something before the call can succeed. */
  readonly fault: Fault;
  /** The beginning of the response's body, at most 500 characters. */
  readonly excerpt?: string;
  /** The id of the job that a failed create started all the same. */
  readonly jobId?: string;
}

/**
 * A call that failed. It says nothing about the job: how a job ended is data.
 * `kind` is a literal to switch over. The key stands in no part of it, nor in its `cause`.
 *
 * @example
 * ```ts
 * try {
 *   await client.startThing({ text: "a boat" });
 * } catch (error) {
 *   if (isApiError(error) && error.kind === "insufficient-credits") console.log(error.message);
 *   else throw error;
 * }
 * ```
 */
export class ApiError extends Error implements ApiErrorFacts {
  declare readonly kind: ErrorKind;
  declare readonly operation: string;
  declare readonly fault: Fault;
  /** The HTTP code, where there was a response. */
  declare readonly status?: number;
  declare readonly requestId?: string;
  /** What the response's `Retry-After` asks for; never negative, never NaN. */
  declare readonly retryAfterMs?: number;
  declare readonly excerpt?: string;
  /** Only on creates: `false` when no job can have been started, `true` in any doubt. */
  declare readonly mayHaveStarted?: boolean;
  declare readonly jobId?: string;
  declare readonly incomplete?: IncompleteResult;
  /** The next poll would meet the same: there is no use in asking again. */
  declare readonly final?: true;
  /** Whose rate limit the call counts against. Not enumerable: it may be the client. */
  declare readonly rateLimitGroup?: string | object;

  constructor(message: string, { rateLimitGroup, ...facts }: ApiErrorFacts, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    Object.assign(this, facts);
    if (rateLimitGroup !== undefined) Object.defineProperty(this, "rateLimitGroup", { value: rateLimitGroup });
  }
}

// On the prototype, as for the built-in errors: it stays out of JSON, and is not printed twice.
Object.defineProperty(ApiError.prototype, "name", { value: "ApiError", configurable: true, writable: true });

/** Whether a value is an {@link ApiError}, also one of another copy of this package. */
export const isApiError = (value: unknown): value is ApiError =>
  value instanceof Error && value.name === "ApiError" && "kind" in value && "fault" in value;

/** How much of a stranger's text an error shows. */
export const excerptLength = 500;

/** Text of a stranger's as a message shows it: cut, in one line, nothing in it that moves a cursor or turns text around. */
export const shown = (text: string): string =>
  (text.length > excerptLength ? `${text.slice(0, excerptLength)}…` : text).replaceAll(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );

/** What the service itself says, in its own words where it has any. */
export const wordsOf = (
  { status, body }: ReceivedResponse,
  said: unknown = ["/message", "/err/message", "/error/message", "/error", "/detail"]
    .map((pointer) => resolvePointer(body, pointer))
    .find((found) => found && typeof found === "string"),
): string => `the service responded with ${status || "a redirect"}${said ? `: ${said}` : ""}`;

/** What is wrong with a response that is not what it must be. */
export const differenceOf = ({ pointer, expected, found }: Omit<SchemaMismatch, "operation">): string =>
  `${pointer || "the response"} is ${found} instead of ${expected}`;

/** What tells most of a cause: the first code, or else what it all began with. */
export const innermost = ({ code, message, cause }: RedactedCause): string =>
  code ?? (cause ? innermost(cause) : message);
