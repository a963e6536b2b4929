import type { Operation } from "../document/operation.ts";
import type { Violation } from "./violation.ts";

/** What stands behind the mock's own responses: routing, validation, negotiation and generation by the document. */
export interface Engine {
  readonly operations: readonly Operation[];
  /** Which operation a request is for, and what the document has against it; or the refusal of one that is for none. */
  match(request: EngineRequest): Promise<Match>;
  /** The document's own response, without a job's lifecycle. */
  mock(request: EngineRequest, preferences: Preferences, operation?: Operation): Promise<EngineResponse>;
  /** A response of one code made up from examples and schemas, whatever the request. */
  sample(operation: Operation, options: SampleOptions): Promise<EngineResponse>;
  /** How a response of ours differs from the document; empty when it does not. */
  check(operation: Operation, response: Omit<EngineResponse, "violations">): Promise<readonly string[]>;
}

/** Which response to make up. */
export interface SampleOptions {
  readonly code: number;
  /** From the schema alone. @default false */
  readonly ignoreExamples?: boolean;
}

/** A request as the engine wants it: header names in lower case, the body parsed. */
export interface EngineRequest {
  /** In lower case. */
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string | string[]>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A response as the engine knows them. */
export interface EngineResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** What the document has against the request, or against this response. */
  readonly violations: readonly string[];
}

/** An operation, or the response to a request that fits none. */
export type Match =
  | { readonly ok: true; readonly operation: Operation; readonly violations: readonly Violation[] }
  | { readonly ok: false; readonly response: EngineResponse };

/** What a `Prefer` header asks for. */
export interface Preferences {
  readonly code?: number;
  readonly exampleKey?: string;
  readonly dynamic?: boolean;
  readonly seed?: string;
}
