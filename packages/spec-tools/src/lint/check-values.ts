import {
  pointerTokens,
  type Predicate,
  type Scalar,
  type StatusKind,
  statusKinds,
  type XState,
} from "@genwait/lifecycle";

import type { Fault } from "./problem.ts";
import type { Resolve } from "../openapi/references.ts";
import { isJsonList, type Json, type JsonObject, memberOf } from "../openapi/json.ts";
import { nearest } from "./nearest.ts";
import { placesAt } from "../openapi/schema-places.ts";
import type { JobCalls } from "../openapi/job-calls.ts";
import { readResponsesOf, responsesOf } from "../openapi/jobs.ts";

/** Every value that a status can have is classified, once, and no word is classified that no status has. */
export const checkValues = ({ job, starts }: JobCalls, resolve: Resolve): readonly Fault[] => {
  // A create that tells the state is read by the same rules.
  const telling = starts.filter(({ tellsState }) => tellsState).map(({ create }) => create.operation);
  const schemas = [
    ...readResponsesOf(job, responsesOf(job.status.operation, resolve)),
    ...telling.flatMap((create) => responsesOf(create, resolve).filter(({ code }) => code.startsWith("2"))),
  ].flatMap((response) => response.schemas);
  const { state, items } = job.declaration;
  const base = items === undefined ? [] : [...pointerTokens(items.at), "0"];
  return [
    ...checkState(state, { tokens: [...job.tokens, "state"], schemas, base: [], resolve }),
    ...checkState(items?.state, { tokens: [...job.tokens, "items", "state"], schemas, base, resolve }),
  ];
};

interface Scope {
  readonly tokens: readonly string[];
  readonly schemas: readonly JsonObject[];
  /** The way to what the state's pointers are relative to. */
  readonly base: readonly string[];
  readonly resolve: Resolve;
}

const checkState = (state: XState | undefined, { tokens, schemas, base, resolve }: Scope): readonly Fault[] => {
  if (state?.at === undefined) return [];
  const places = placesAt(schemas, [...base, ...pointerTokens(state.at)], resolve);
  const possible = places.is === "found" ? enumOf(places.schemas) : undefined;
  const listed = Object.values(state.values ?? {}).flat();
  return [
    ...checkTwins(state, tokens),
    ...(possible ?? [])
      .filter((value) => !isClassified(value, state, listed))
      .map((value) => unclassified(value, state, tokens, listed, possible ?? [])),
    ...(possible === undefined ? [] : checkStrays(state, tokens, possible)),
  ];
};

const enumOf = (schemas: readonly JsonObject[]): readonly Scalar[] | undefined => {
  const lists = schemas.flatMap((schema) => {
    const constant = memberOf(schema, "const");
    const list = constant === undefined ? schema["enum"] : [constant];
    return isJsonList(list) ? [list.filter(isScalar)] : [];
  });
  return lists.length === 0 ? undefined : [...new Set(lists.flat())];
};

// null is absence, in every response; it needs no phase.
const isScalar = (value: Json): value is string | number | boolean =>
  ["string", "number", "boolean"].includes(typeof value);

const isClassified = (value: Scalar, state: XState, listed: readonly Scalar[]): boolean =>
  listed.includes(value) ||
  (state.rules ?? []).some(
    ({ when }) => when.length === 1 && when.some((test) => test.at === state.at && accepts(test, value)),
  );

const accepts = (test: Predicate, value: Scalar): boolean =>
  test.is === value ||
  test.in?.includes(value) === true ||
  (typeof value === "string" && test.prefix !== undefined && value.startsWith(test.prefix)) ||
  (typeof value === "string" &&
    test.contains !== undefined &&
    value.toLowerCase().includes(test.contains.toLowerCase()));

const unclassified = (
  value: Scalar,
  state: XState,
  tokens: readonly string[],
  listed: readonly Scalar[],
  possible: readonly Scalar[],
): Fault => {
  const strays = listed.filter((word) => !possible.includes(word)).map(String);
  const meant = nearest(String(value), strays);
  const guess = meant === undefined ? "" : `Is ${JSON.stringify(meant)} meant for it? `;
  return {
    tokens: [...tokens, "values"],
    message: `${state.at} can be ${JSON.stringify(value)}, and no phase knows it`,
    fix: `${guess}List it under one of: ${statusKinds.join(", ")}.`,
  };
};

const checkTwins = (state: XState, tokens: readonly string[]): readonly Fault[] => {
  const seen = new Map<Scalar, StatusKind>();
  return statusKinds.flatMap((kind) =>
    (state.values?.[kind] ?? []).flatMap((value) => {
      const other = seen.get(value);
      seen.set(value, other ?? kind);
      if (other === undefined || other === kind) return [];
      return [
        {
          tokens: [...tokens, "values", kind],
          message: `${JSON.stringify(value)} is listed as ${other} and as ${kind}`,
          fix: "Keep one of them.",
        },
      ];
    }),
  );
};

const checkStrays = (state: XState, tokens: readonly string[], possible: readonly Scalar[]): readonly Fault[] =>
  statusKinds.flatMap((kind) =>
    (state.values?.[kind] ?? [])
      .filter((value) => !possible.includes(value))
      .map((value) => ({
        tokens: [...tokens, "values", kind],
        message: `${JSON.stringify(value)} is listed as ${kind}, and the schema of ${state.at} does not have it`,
        fix: `Correct the word, or add it to the enum in the overlay, where there are: ${possible.map((word) => JSON.stringify(word)).join(", ")}.`,
      })),
  );
