import type { ApiOperation } from "./api-description.ts";

/** Checks whole responses against the schemas of a document; `createValidator` of `@genwait/client-core/validate` makes it. */
export interface ResponseValidator {
  /** Where a response leaves its schema; nothing where it does not. */
  check(operation: Pick<ApiOperation, "method" | "path">, response: CheckedResponse): readonly FoundMismatch[];
}

/** What of a response is checked. */
export interface CheckedResponse {
  readonly status: number;
  /** Undefined for a response without a body. */
  readonly body: unknown;
}

export interface FoundMismatch {
  /** A JSON Pointer into the body, or `$statusCode`. */
  readonly pointer: string;
  /** What the schema asks for, in words. */
  readonly expected: string;
}
