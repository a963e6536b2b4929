import type { Resolve } from "./references.ts";
import { isJsonObject, type Json, type JsonObject, listAt, memberOf, objectAt } from "./json.ts";
import { jsonPointer } from "./json-pointer.ts";

/** What a pointer finds in schemas: the schemas of the place, or how far it got and what it could have taken there. */
export type Places =
  | { readonly is: "found"; readonly schemas: readonly JsonObject[] }
  | { readonly is: "lost"; readonly at: string; readonly token: string; readonly members: readonly string[] };

/** Follows a JSON Pointer through schemas instead of a value: references, compositions, lists and maps included. */
export const placesAt = (roots: readonly JsonObject[], tokens: readonly string[], resolve: Resolve): Places => {
  let schemas = variantsOf(roots, resolve);
  for (const [index, token] of tokens.entries()) {
    const next = variantsOf(
      schemas.flatMap((schema) => stepsOf(schema, token)),
      resolve,
    );
    if (next.length === 0) {
      return { is: "lost", at: jsonPointer(tokens.slice(0, index)), token, members: membersOf(schemas) };
    }
    schemas = next;
  }
  return { is: "found", schemas };
};

/** The schemas with everything they are composed of: `$ref`, `allOf`, `oneOf` and `anyOf` followed, each once. */
export const variantsOf = (roots: readonly Json[], resolve: Resolve): readonly JsonObject[] => {
  const seen = new Set<JsonObject>();
  const visit = (value: Json): void => {
    const schema = resolve(value);
    if (seen.has(schema)) return;
    seen.add(schema);
    for (const keyword of ["allOf", "oneOf", "anyOf"]) listAt(schema, keyword).forEach(visit);
  };
  roots.forEach(visit);
  return [...seen];
};

/** Whether any of the schemas says what a value is; words about it, such as an example, do not. */
export const isTyped = (schemas: readonly JsonObject[]): boolean =>
  schemas.some((schema) => typingKeywords.some((keyword) => memberOf(schema, keyword) !== undefined));

const typingKeywords: readonly string[] = [
  "type",
  "enum",
  "const",
  "properties",
  "items",
  "prefixItems",
  "additionalProperties",
  "patternProperties",
  "not",
];

const stepsOf = (schema: JsonObject, token: string): readonly Json[] => {
  const property = memberOf(schema["properties"], token);
  if (property !== undefined) return [property];
  const items = schema["items"];
  if (isJsonObject(items) && /^(0|[1-9]\d*)$/.test(token)) return [items];
  const rest = schema["additionalProperties"];
  return isJsonObject(rest) ? [rest] : [];
};

const membersOf = (schemas: readonly JsonObject[]): readonly string[] => [
  ...new Set(schemas.flatMap((schema) => Object.keys(objectAt(schema, "properties")))),
];
