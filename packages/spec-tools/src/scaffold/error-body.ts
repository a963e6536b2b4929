import type { FoundOperation } from "./found-operations.ts";
import type { Resolve } from "../openapi/references.ts";
import { foldSchema } from "./fold-schema.ts";
import { isJsonMedia } from "../openapi/operations.ts";
import { plainName } from "./response-members.ts";
import { type Json, type JsonObject, objectAt } from "../openapi/json.ts";

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
