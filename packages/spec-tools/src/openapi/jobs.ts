import { statusMatches, type XJob } from "@genwait/lifecycle";

import type { Resolve } from "./references.ts";
import { isJsonObject, type Json, type JsonObject, memberOf, objectAt, textAt } from "./json.ts";
import { type DocumentOperation, operationsOf } from "./operations.ts";

/** An `x-job` with the operation that carries it. */
export interface DeclaredJob {
  readonly name: string;
  readonly declaration: Json & XJob;
  readonly status: DocumentOperation;
  /** The way to the declaration in the document. */
  readonly tokens: readonly string[];
}

/** Every `x-job` of a document, in its order. What it says is checked by its JSON Schema elsewhere. */
export const declaredJobs = (document: JsonObject): readonly DeclaredJob[] =>
  operationsOf(document).flatMap((status) => {
    const declaration = memberOf(status.operation, "x-job");
    if (!isDeclaration(declaration)) return [];
    return [{ name: textAt(declaration, "name") ?? "", declaration, status, tokens: [...status.tokens, "x-job"] }];
  });

const isDeclaration = (value: Json | undefined): value is Json & XJob => isJsonObject(value);

/** One declared response of a status operation. */
export interface DeclaredResponse {
  /** As written: `200`, `2XX`, `default`. */
  readonly code: string;
  readonly schemas: readonly JsonObject[];
  /** Names in lower case. */
  readonly headers: readonly string[];
}

/** Every declared response of an operation, with the schemas of its JSON bodies. */
export const responsesOf = (operation: JsonObject, resolve: Resolve): readonly DeclaredResponse[] =>
  Object.entries(objectAt(operation, "responses")).map(([code, value]) => {
    const response = resolve(value);
    return {
      code,
      schemas: jsonSchemasOf(response, resolve),
      headers: Object.keys(objectAt(response, "headers")).map((name) => name.toLowerCase()),
    };
  });

/** The schemas of the JSON media types of a response or a request body. */
export const jsonSchemasOf = (body: JsonObject, resolve: Resolve): readonly JsonObject[] =>
  Object.entries(objectAt(body, "content")).flatMap(([media, content]) =>
    /[/+]json\b/i.test(media) ? [resolve(objectAt(content, "schema"))] : [],
  );

/** The responses that a job's state is read from: every 2xx, and every code that one of its rules names. */
export const readResponsesOf = (
  job: DeclaredJob,
  responses: readonly DeclaredResponse[],
): readonly DeclaredResponse[] => {
  const named = statusesOf([...(job.declaration.state?.rules ?? []), ...(job.declaration.call ?? [])]);
  return responses.filter(({ code }) => isGood(code) || named.some((status) => matchesCode(status, code)));
};

/** The responses among these that a rule can match: those of the codes it names, or the 2xx where it names none. */
export const responsesOfRule = (
  rule: RuleLike,
  responses: readonly DeclaredResponse[],
): readonly DeclaredResponse[] => {
  const named = statusesOf([rule]);
  return responses.filter(({ code }) =>
    named.length === 0 ? isGood(code) : named.every((status) => matchesCode(status, code)),
  );
};

interface RuleLike {
  readonly when: readonly { readonly status?: number | string }[];
}

const statusesOf = (rules: readonly RuleLike[]): readonly (number | string)[] =>
  rules.flatMap(({ when }) => when.flatMap(({ status }) => status ?? []));

const isGood = (code: string): boolean => code.startsWith("2");

const matchesCode = (status: number | string, code: string): boolean =>
  code === "default" || statusMatches(`${status}`, Number(code)) || String(status).toUpperCase() === code.toUpperCase();

/**
 * The schemas of the bodies that start a job: those of every operation with a Link to its status operation. A job that no Link leads
 * to, such as the older view of the same work, takes the bodies of every operation with a Link.
 */
export const createBodiesOf = (document: JsonObject, operationId: string, resolve: Resolve): readonly JsonObject[] => {
  const creates = operationsOf(document).map(({ operation }) => ({
    operation,
    targets: targetsOf(operation, resolve),
  }));
  const leading = creates.filter(({ targets }) => targets.includes(operationId));
  const starting = leading.length > 0 ? leading : creates.filter(({ targets }) => targets.length > 0);
  return starting.flatMap(({ operation }) => jsonSchemasOf(resolve(objectAt(operation, "requestBody")), resolve));
};

const targetsOf = (operation: JsonObject, resolve: Resolve): readonly string[] =>
  Object.values(objectAt(operation, "responses")).flatMap((response) =>
    Object.values(objectAt(resolve(response), "links")).flatMap((link) => textAt(resolve(link), "operationId") ?? []),
  );
