import { describeValue, isRecord, resolvePointer, type SchemaMismatch } from "@genwait/lifecycle";
import { upgrade } from "@scalar/openapi-upgrader";
import type { ApiOperation } from "./api-description.ts";
import type { ClientOptions } from "./client-options.ts";
import { isUtf8 } from "./received-response.ts";
import { type BodyCheck, bodyCheckOf } from "./response-schema.ts";

/** Checks whole responses against the schemas of a document. */
export interface ResponseValidator {
  /** Where a response leaves its schema; nothing where it does not. */
  check(operation: Pick<ApiOperation, "method" | "path">, response: CheckedResponse): readonly FoundMismatch[];
  /** What checks the responses to one client, and reports each place once. */
  forClient(options: Pick<ClientOptions, "strict" | "onSchemaMismatch">): CheckSchema;
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

/**
 * Gives the mismatches at places that are new to a client; those at any place if it is strict. `show` makes text of the
 * service's fit to be shown.
 */
export type CheckSchema = (
  operation: ApiOperation,
  response: CheckedResponse & { readonly header: (name: string) => string | null },
  show: (text: string) => string,
) => readonly SchemaMismatch[];

/**
 * Makes what checks responses against the schemas of an OpenAPI document: the `openapi.json` that a generated package
 * ships. Schemas are compiled at their first use, without `eval`. Patterns and formats of the vendor's are not run, nor is
 * `uniqueItems`: a response could make them take minutes.
 *
 * @param document Swagger 2.0, OpenAPI 3.0 or 3.1; references into other documents are taken for "anything"
 * @throws TypeError for what is no document
 * @example
 * ```ts
 * import document from "@genwait/things-client/openapi.json" with { type: "json" };
 *
 * const client = createClient({ validate: createValidator(document), onSchemaMismatch: console.warn });
 * ```
 */
export const createValidator = (document: object): ResponseValidator => {
  if (!isRecord(document) || !isRecord(document["paths"]))
    throw new TypeError("Failed to create a validator: the document is no OpenAPI document.");
  // The upgrader writes into what it is given.
  const upgraded: unknown = upgrade(structuredClone(document), "3.1");
  const checks = new Map<string, BodyCheck>();
  const check: ResponseValidator["check"] = ({ method, path }, { status, body }) => {
    const place = `${method} ${path} ${status}`;
    const checkBody = checks.get(place) ?? bodyCheckOf(upgraded, method, path, status);
    checks.set(place, checkBody);
    return checkBody(body);
  };
  return { check, forClient: (options) => checkForClient(check, options) };
};

// Against schemas with open maps, whose pointers are made of data.
const mostPlaces = 1000;

const checkForClient = (
  check: ResponseValidator["check"],
  { strict = false, onSchemaMismatch }: Pick<ClientOptions, "strict" | "onSchemaMismatch">,
): CheckSchema => {
  const places = new Set<string>();
  const isNew = ({ operation, pointer }: SchemaMismatch): boolean => {
    const place = `${operation} ${pointer}`;
    if (places.size >= mostPlaces || places.has(place)) return false;
    places.add(place);
    return true;
  };
  return (operation, response, show) => {
    // Bytes have no schema.
    if (response.body instanceof Blob) return [];
    const found = check(operation, response).map(({ pointer, expected }) => ({
      // A mismatch in a list of a thousand items is one place, not a thousand.
      pointer: pointer.replaceAll(/\/\d+(?=\/|$)/g, "/*"),
      expected,
      found: pointer === "$statusCode" ? `${response.status}` : describeValue(resolvePointer(response.body, pointer)),
    }));
    const mismatches = [...contentTypeMismatches(response), ...found].map((mismatch) => ({
      operation: operation.id,
      ...mismatch,
      found: show(mismatch.found),
    }));
    if (strict) return mismatches;
    const told = mismatches.filter(isNew);
    for (const mismatch of told) void report(onSchemaMismatch, mismatch);
    return told;
  };
};

const contentTypeMismatches = ({
  body,
  header,
}: Parameters<CheckSchema>[1]): readonly Omit<SchemaMismatch, "operation">[] => {
  if (body === undefined) return [];
  const pointer = "$response.header.content-type";
  const found = header("content-type") ?? "nothing";
  if (!/[/+]json\b/i.test(found)) return [{ pointer, expected: "JSON", found }];
  return isUtf8(found) ? [] : [{ pointer, expected: "UTF-8", found }];
};

/** A callback that throws costs no response. */
const report = async (onSchemaMismatch: ClientOptions["onSchemaMismatch"], mismatch: SchemaMismatch): Promise<void> => {
  try {
    await onSchemaMismatch?.(mismatch);
  } catch {
    // It is the callback's own; whoever waits for the job cannot do anything about it.
  }
};
