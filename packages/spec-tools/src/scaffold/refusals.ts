import type { ErrorKind } from "@genwait/lifecycle";

import type { GuessedAction } from "./guessed-action.ts";
import type { Resolve } from "../openapi/references.ts";
import { foldSchema, type FoundOperation, plainName } from "./found-operations.ts";
import { guessIdParameter } from "./guess-id.ts";
import { isJsonMedia } from "../openapi/operations.ts";
import { type Json, type JsonObject, objectAt } from "../openapi/json.ts";

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
  const isLackedBy =
    (refusal: Refusal) =>
    (operation: FoundOperation): boolean =>
      isMissing(operation, refusal, resolve);
  const everywhere = refusals.filter((refusal) => operations.every(isLackedBy(refusal)));
  const somewhere = operations.map((operation) => ({
    target: `${operation.target}.responses`,
    lacks: refusals.filter((refusal) => !everywhere.includes(refusal) && isLackedBy(refusal)(operation)),
  }));
  const responses = [{ target: "$.paths.*.*.responses", lacks: everywhere }, ...somewhere]
    .filter(({ lacks }) => lacks.length > 0)
    .map(({ target, lacks }) => ({
      target,
      description: "assumed: codes and bodies of refusals; the document does not name these",
      update: responsesOf(lacks, body),
    }));
  return responses.length === 0 ? [] : [...componentAction(body), ...responses];
};

const componentAction = ({ component }: ErrorBody): readonly GuessedAction[] =>
  component === undefined
    ? []
    : [
        {
          target: "$",
          description: "assumed: what the body of a refusal looks like; the document does not say",
          update: { components: { schemas: component } },
        },
      ];

/** Not declared, or declared without a body that could be shown. */
const isMissing = (operation: FoundOperation, { status, needsId }: Refusal, resolve: Resolve): boolean => {
  if (needsId && guessIdParameter(operation) === undefined) return false;
  const declared = objectAt(operation.source, "responses")[String(status)];
  return declared === undefined || !Object.keys(objectAt(resolve(declared), "content")).some(isJsonMedia);
};

const responsesOf = (lacks: readonly Refusal[], { schema, bodyFor }: ErrorBody): Json =>
  Object.fromEntries(
    lacks.map(({ status, kind, title, reason }) => [
      String(status),
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
    const member = messageMember(schema, resolve);
    if (member !== undefined)
      return {
        schema,
        component: undefined,
        bodyFor: (status, reason) => bodyOf(schema, { member, status, reason, resolve }),
      };
  }
  return {
    schema: { $ref: "#/components/schemas/ErrorBody" },
    component: madeUp,
    bodyFor: (_, message) => ({ message }),
  };
};

const madeUp: JsonObject = {
  ErrorBody: {
    type: "object",
    description: "Why the call was refused. It says nothing about the job.",
    properties: { message: { type: "string", description: "Human-readable reason", example: "Invalid API key" } },
  },
};

function* declaredErrors(operations: readonly FoundOperation[], resolve: Resolve): Generator<Json> {
  for (const { source } of operations) {
    for (const [code, response] of Object.entries(objectAt(source, "responses"))) {
      // 422 lists what is wrong with each input, which no other refusal does.
      if (!/^(?:4\d\d|4XX|default)$/i.test(code) || code === "422") continue;
      const content = objectAt(resolve(response), "content");
      for (const media of Object.keys(content).filter(isJsonMedia)) {
        const schema = objectAt(content, media)["schema"];
        if (schema !== undefined) yield schema;
      }
    }
  }
}

const messageMember = (schema: Json, resolve: Resolve): string | undefined => {
  const { members } = foldSchema(schema, resolve);
  const names = [...members]
    .filter(([, member]) => foldSchema(member, resolve).types.includes("string"))
    .map(([name]) => name);
  return ["message", "detail", "error", "msg", "errormessage", "description", "title"].flatMap(
    (wanted) => names.find((name) => plainName(name) === wanted) ?? [],
  )[0];
};

const bodyOf = (
  schema: Json,
  {
    member,
    status,
    reason,
    resolve,
  }: { readonly member: string; readonly status: number; readonly reason: string; readonly resolve: Resolve },
): Json => {
  const { members, required } = foldSchema(schema, resolve);
  const rest = [...members].flatMap(([name, inner]) => {
    const { types, words, source } = foldSchema(inner, resolve);
    if (name === member) return [[name, reason] as const];
    if (/^(?:status|statuscode|code)$/.test(plainName(name)) && (types.includes("integer") || types.includes("number")))
      return [[name, status] as const];
    if (!required.has(name)) return [];
    return [
      [
        name,
        source["example"] ??
          words[0] ??
          (types.includes("integer") || types.includes("number") ? 0 : types.includes("boolean") ? false : reason),
      ] as const,
    ];
  });
  return Object.fromEntries(rest);
};
