import { membersOfDocument } from "./document-walk.ts";
import { isJsonList, isJsonObject, type Json, type JsonObject, listAt, memberOf, objectAt, textAt } from "./json.ts";
import { componentOf, referenceTo, type Resolve, resolverOf } from "./references.ts";

/**
 * A document whose discriminators say which values tell their variants apart, where the variants say so themselves. Without a mapping a
 * variant's value is the name of its schema; many documents mean the one value that the variant's own property lists, and
 * openapi-typescript would put the name in its place.
 */
export const withStatedMappings = (document: JsonObject): JsonObject => {
  const found = [...membersOfDocument(document)].filter(
    ({ key, value, role }) => role === "object" && key === "discriminator" && isJsonObject(asJson(value)),
  );
  if (found.length === 0) return document;
  const resolve = resolverOf(document);
  const copy = structuredClone(document);
  for (const { path } of found) {
    const schema = path.slice(0, -1).reduce<Json | undefined>(inside, copy);
    const mapping = mappingOf(schema, document, resolve);
    if (mapping !== undefined) Reflect.set(objectAt(schema, "discriminator"), "mapping", mapping);
  }
  return copy;
};

/** The whole mapping; undefined where there is nothing to add. */
const mappingOf = (schema: Json | undefined, document: JsonObject, resolve: Resolve): JsonObject | undefined => {
  const discriminator = memberOf(schema, "discriminator");
  const property = textAt(discriminator, "propertyName");
  if (property === undefined) return undefined;
  const written = objectAt(discriminator, "mapping");
  const schemas = objectAt(objectAt(document, "components"), "schemas");
  const known = Object.entries(written).map(([value, target]): readonly [string, Json] =>
    // A bare name is short for a reference to the schema of that name.
    typeof target === "string" && Object.hasOwn(schemas, target)
      ? [value, referenceTo(target)["$ref"] ?? target]
      : [value, target],
  );
  const mapped = new Set(known.map(([, target]) => target));
  const stated = [...listAt(schema, "oneOf"), ...listAt(schema, "anyOf")].flatMap((variant) => {
    const reference = textAt(variant, "$ref");
    if (reference === undefined || componentOf(variant) === undefined || mapped.has(reference)) return [];
    return wordsAt(resolve(variant), property, resolve).map((word) => [word, reference] as const);
  });
  const words = stated.map(([word]) => word);
  const isClear = new Set([...words, ...Object.keys(written)]).size === words.length + Object.keys(written).length;
  const isSame = known.every(([value, target]) => written[value] === target);
  if (!isClear || (stated.length === 0 && isSame)) return undefined;
  return Object.fromEntries([...known, ...stated]);
};

/** The texts that a property of a schema, or of its parts, is limited to; none where it is not. */
const wordsAt = (schema: JsonObject, property: string, resolve: Resolve, depth = 0): readonly string[] => {
  const own = memberOf(memberOf(schema, "properties"), property);
  const target = own === undefined ? {} : resolve(own);
  const constant = memberOf(target, "const");
  const list = constant === undefined ? listAt(target, "enum") : [constant];
  if (list.length > 0) return list.every((word) => typeof word === "string") ? list : [];
  if (depth > deepest) return [];
  return listAt(schema, "allOf").flatMap((part) => wordsAt(resolve(part), property, resolve, depth + 1));
};

// A schema may be a part of itself.
const deepest = 8;

const inside = (value: Json | undefined, token: string): Json | undefined =>
  isJsonList(value) ? value[Number(token)] : memberOf(value, token);

const asJson = (value: unknown): Json => (isJsonObject(value) ? value : null);
