import type { ErrorKind } from "@genwait/lifecycle";

import { type Json, type JsonObject, memberOf, objectAt } from "../openapi/json.ts";
import type { Resolve } from "../openapi/references.ts";
import { foldSchema, isNumeric, plainName } from "./folded-schema.ts";
import { type FoundOperation, idParameterOf, jsonMediaOf } from "./found-operations.ts";
import type { GuessedAction } from "./guessed-action.ts";
import { valueOf } from "./made-up-value.ts";

/** A refusal that every job API knows, whether its document says so or not. */
export interface Refusal {
  readonly status: number;
  readonly kind: ErrorKind;
  /** For the response's description, and the title of a response. */
  readonly title: string;
  /** What the service would say. */
  readonly reason: string;
  /** Only an operation that takes an id can be asked for one that nobody knows. */
  readonly needsId: boolean;
}

export const refusals: readonly Refusal[] = [
  { status: 401, kind: "unauthorized", title: "Invalid or missing key", reason: "Invalid API key", needsId: false },
  { status: 404, kind: "not-found", title: "Nobody knows the id", reason: "Not found", needsId: true },
  { status: 429, kind: "rate-limited", title: "Too many requests", reason: "Too many requests", needsId: false },
  { status: 500, kind: "unavailable", title: "The service failed", reason: "Internal server error", needsId: false },
];

/** Refusals for operations whose document says nothing of them: clients classify them, and a mock can respond with them. */
export const errorActions = (
  operations: readonly FoundOperation[],
  body: ErrorBody,
  resolve: Resolve,
): readonly GuessedAction[] => {
  const lacking = operations.map((operation) => refusals.filter((refusal) => isMissing(operation, refusal, resolve)));
  const everywhere = refusals.filter((refusal) => lacking.every((lacks) => lacks.includes(refusal)));
  const somewhere = operations.map(({ target }, index) => ({
    target: `${target}.responses`,
    lacks: lacking[index]?.filter((refusal) => !everywhere.includes(refusal)) ?? [],
  }));
  const responses = [{ target: "$.paths.*.*.responses", lacks: everywhere }, ...somewhere]
    .filter(({ lacks }) => lacks.length > 0)
    .map(({ target, lacks }) => ({
      target,
      description: "assumed: codes and bodies of refusals; the document does not name these",
      update: responsesOf(lacks, body),
    }));
  if (responses.length === 0 || body.component === undefined) return responses;
  const description = "assumed: what the body of a refusal looks like; the document does not say";
  return [{ target: "$", description, update: { components: { schemas: body.component } } }, ...responses];
};

/** Not declared, or declared without a body that could be shown. */
const isMissing = (operation: FoundOperation, { status, needsId }: Refusal, resolve: Resolve): boolean => {
  if (needsId && idParameterOf(operation) === undefined) return false;
  const declared = objectAt(operation.operation, "responses")[`${status}`];
  return declared === undefined || jsonMediaOf(resolve(declared)).length === 0;
};

const responsesOf = (lacks: readonly Refusal[], { schema, bodyFor }: ErrorBody): Json =>
  Object.fromEntries(
    lacks.map(({ status, kind, title, reason }) => [
      `${status}`,
      {
        description: title,
        content: { "application/json": { schema, examples: { [kind]: { value: bodyFor(status, reason) } } } },
      },
    ]),
  );

/** What refusals look like: the schema to refer to, and a body for a reason. */
export interface ErrorBody {
  readonly schema: Json;
  /** To be added under `components.schemas`; absent when the document has one. */
  readonly component: JsonObject | undefined;
  bodyFor(status: number, reason: string): Json;
}

/** The body that the document declares for some refusal, if a person can read its reason there; else one that is made up. */
export const errorBodyOf = (operations: readonly FoundOperation[], resolve: Resolve): ErrorBody => {
  for (const schema of declaredErrors(operations, resolve)) {
    const { members, required } = foldSchema({ schema, tokens: [] }, resolve);
    const folded = new Map([...members].map(([name, place]) => [name, foldSchema(place, resolve)]));
    const texts = [...folded].flatMap(([name, { types }]) => (types.includes("string") ? [name] : []));
    const [message] = reasonNames.flatMap((wanted) => texts.find((name) => plainName(name) === wanted) ?? []);
    if (message === undefined) continue;
    const bodyFor = (status: number, reason: string): Json =>
      Object.fromEntries(
        [...folded].flatMap(([name, member]): readonly (readonly [string, Json])[] => {
          if (name === message) return [[name, reason]];
          if (/^(?:status|statuscode|code)$/.test(plainName(name)) && isNumeric(member)) return [[name, status]];
          if (!required.has(name)) return [];
          const isText = member.types.includes("string") && member.words.length === 0;
          return [[name, isText ? (member.source["example"] ?? reason) : valueOf(member, { name, resolve })]];
        }),
      );
    return { schema, component: undefined, bodyFor };
  }
  const schema = { $ref: "#/components/schemas/ErrorBody" };
  return { schema, component: madeUp, bodyFor: (_, message) => ({ message }) };
};

const reasonNames = ["message", "detail", "error", "msg", "errormessage", "description", "title"];

const madeUp: JsonObject = {
  ErrorBody: {
    type: "object",
    description: "Why the call was refused. It says nothing about the job.",
    properties: { message: { type: "string", description: "Human-readable reason", example: "Invalid API key" } },
  },
};

const declaredErrors = (operations: readonly FoundOperation[], resolve: Resolve): readonly Json[] =>
  operations.flatMap(({ operation }) =>
    Object.entries(objectAt(operation, "responses")).flatMap(([code, response]) =>
      // 422 lists what is wrong with each input, which no other refusal does.
      !/^(?:4\d\d|4XX|default)$/i.test(code) || code === "422"
        ? []
        : jsonMediaOf(resolve(response)).flatMap(({ body }) => memberOf(body, "schema") ?? []),
    ),
  );
