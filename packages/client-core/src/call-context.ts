import type { Answer, CallErrorKind } from "@genwait/lifecycle";
import type { ApiError } from "./api-error.ts";
import type { ValidationError } from "./validator.ts";

/** Makes the error of one call. `why` lacks its full stop, and is what was thrown by default. */
export type Fail = (
  kind: CallErrorKind,
  why: string | undefined,
  answer?: ReceivedAnswer,
  thrown?: unknown,
) => ApiError;

/** An answer as it came, its body read. */
export interface ReceivedAnswer extends Answer {
  readonly header: (name: string) => string | null;
  readonly text: string;
  /** What ended the body before its end. */
  readonly broken?: unknown;
  /** Why `body` is none, in words. */
  readonly problem?: string | undefined;
  /** Where the body departs from its schema; undefined for a code that is not declared. */
  readonly errors?: readonly ValidationError[] | undefined;
  /** How long the service asks to stay away. */
  readonly retryAfterMs?: number | undefined;
}
