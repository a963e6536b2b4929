import { statusMatches } from "@genwait/lifecycle";

import type { Resolve } from "../codegen/references.ts";
import { type JsonObject, objectAt } from "../merge/json.ts";
import type { DeclaredJob } from "./declared-jobs.ts";

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
