import { resolvePointer } from "./json-pointer.ts";
import type { ResponseFacts } from "./rules.ts";

/** A place in a call, as a runtime expression of OpenAPI names it: https://spec.openapis.org/oas/v3.1.1#runtime-expressions */
export interface RuntimeExpression {
  readonly of: "request" | "response";
  readonly in: "path" | "query" | "header" | "body" | "status";
  /** A parameter's name, a header's in lower case, or a JSON Pointer into the body; empty for the whole body and the status. */
  readonly at: string;
}

/** What a request carried, by the names of its parameters. */
export interface RequestFacts {
  readonly path?: Readonly<Record<string, unknown>> | undefined;
  readonly query?: Readonly<Record<string, unknown>> | undefined;
  /** A header by its lower-case name. */
  readonly header?: ((name: string) => unknown) | undefined;
  readonly body?: unknown;
}

/** One call: what was sent, and what came back. */
export interface CallFacts {
  readonly request?: RequestFacts | undefined;
  readonly response?: ResponseFacts | undefined;
}

/**
 * Reads `$response.body#/id`, `$response.header.Location`, `$statusCode`, `$request.path.id`, `$request.query.id`,
 * `$request.header.X-Id` and `$request.body#/id`; undefined for anything else, such as a constant.
 */
export const readExpression = (expression: unknown): RuntimeExpression | undefined => {
  if (expression === "$statusCode") return { of: "response", in: "status", at: "" };
  if (typeof expression !== "string") return undefined;
  const [, side, place, separator, rest = ""] =
    /^\$(request|response)\.(path|query|header|body)(?:([.#])(.*))?$/s.exec(expression) ?? [];
  const of = side === "request" ? "request" : "response";
  if (place === "body") return separator !== "." && isPointer(rest) ? { of, in: "body", at: rest } : undefined;
  if (separator !== "." || rest === "") return undefined;
  if (place === "header") return { of, in: "header", at: rest.toLowerCase() };
  return of === "request" && (place === "path" || place === "query") ? { of, in: place, at: rest } : undefined;
};

const isPointer = (text: string): boolean => text === "" || text.startsWith("/");

/** What stands at a place of a call; undefined where there is nothing. The first of several values of a query parameter. */
export const valueOfExpression = (
  { of, in: place, at }: RuntimeExpression,
  { request = {}, response }: CallFacts,
): unknown => {
  if (place === "status") return response?.status;
  if (place === "body") return resolvePointer((of === "request" ? request : response)?.body, at);
  if (place === "header") return (of === "request" ? request : response)?.header?.(at) ?? undefined;
  const values = request[place] ?? {};
  const value = Object.hasOwn(values, at) ? values[at] : undefined;
  return Array.isArray(value) ? value[0] : value;
};
