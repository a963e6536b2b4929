import { isJsonObject, type Json, listAt, memberOf, objectAt } from "../merge/json.ts";
import type { Schema } from "./api-model.ts";
import { commentOf } from "./comment-of.ts";
import { kindOfWords } from "./kind-of-words.ts";
import { allowsNull } from "./nullable.ts";
import { componentOf, referenceTo, type Resolve } from "./references.ts";
import type { Side } from "./sides.ts";

export interface NormalizeOptions {
  readonly side: Side;
  readonly resolve: Resolve;
  /** Asks for a component schema as a type of its own; gives the type's name. */
  readonly reach: (component: string, side: Side) => string;
}

/**
 * A schema as openapi-typescript shall see it: references lead to the package's own type names, lists of words in answers
 * are open, members of the other side are gone, and comments are under `x-comment`.
 */
export const normalizedForTypes = (value: Json, options: NormalizeOptions): Schema => {
  if (!isJsonObject(value)) return value === false ? { not: {} } : {};
  const own = memberOf(value, "x-type");
  if (typeof own === "string") return referenceTo(own);
  const component = componentOf(value);
  const beside = commentOf(value);
  if (component !== undefined) {
    return { ...referenceTo(options.reach(component, options.side)), ...(beside !== "" && { "x-comment": beside }) };
  }
  if (memberOf(value, "$ref") !== undefined) return normalizedForTypes(options.resolve(value), options);
  if (memberOf(value, "x-undefined") === true) return value;
  return { ...withWords(value, options), ...(beside !== "" && { "x-comment": beside }) };
};

const withWords = (schema: Schema, options: NormalizeOptions): Schema => {
  const constant = memberOf(schema, "const");
  const words = constant === undefined ? listAt(schema, "enum") : [constant];
  const kind = typeof words.find((word) => word !== null);
  const isOpen =
    constant === undefined &&
    options.side === "answer" &&
    memberOf(schema, "x-closed") !== true &&
    (kind === "string" || kind === "number");
  if (words.length === 0) return withKeywords(schema, options);
  const hasNull = words.includes(null) || allowsNull(schema);
  const listed = words.filter((word) => word !== null).map((word) => ({ enum: [word] }));
  const rest = isOpen ? [{ type: kind, "x-open": true }] : [];
  return { anyOf: [...listed, ...rest, ...(hasNull ? [{ type: "string", "x-null": true }] : [])] };
};

const listKeywords: readonly string[] = ["allOf", "anyOf", "oneOf", "prefixItems"];
const unionKeywords: ReadonlySet<string> = new Set(["anyOf", "oneOf"]);
const plainKeywords: readonly string[] = ["type", "nullable", "readOnly"];

const withKeywords = (schema: Schema, options: NormalizeOptions): Schema => {
  const normalize = (inner: Json): Json => normalizedForTypes(inner, options);
  const result: Record<string, Json> = {};
  for (const keyword of plainKeywords) if (schema[keyword] !== undefined) result[keyword] = schema[keyword];
  for (const keyword of listKeywords) {
    const list = listAt(schema, keyword);
    const kind = unionKeywords.has(keyword) && options.side === "answer" ? kindOfWords(list) : undefined;
    const rest = kind === undefined ? [] : [{ type: kind, "x-open": true }];
    if (list.length > 0) result[keyword] = [...list.map(normalize), ...rest];
  }
  for (const keyword of ["items", "additionalProperties"]) {
    const inner = schema[keyword];
    if (inner !== undefined) result[keyword] = isJsonObject(inner) ? normalize(inner) : inner;
  }
  return { ...result, ...membersOf(schema, options, normalize) };
};

const membersOf = (schema: Schema, options: NormalizeOptions, normalize: (inner: Json) => Json): Schema => {
  const properties = Object.entries(objectAt(schema, "properties"));
  const gone = new Set(properties.flatMap(([name, inner]) => (isOfSide(inner, options) ? [] : [name])));
  const kept = properties.filter(([name]) => !gone.has(name));
  const patterns = Object.entries(objectAt(schema, "patternProperties"));
  const required = listAt(schema, "required").filter((name) => typeof name === "string");
  return {
    ...(kept.length > 0 && {
      properties: Object.fromEntries(kept.map(([name, inner]) => [safeName(name), normalize(inner)])),
    }),
    ...(patterns.length > 0 && {
      patternProperties: Object.fromEntries(patterns.map(([name, inner]) => [name, normalize(inner)])),
    }),
    ...(required.length > 0 && { required: required.filter((name) => !gone.has(name)).map(safeName) }),
  };
};

// openapi-typescript decodes the names that it builds paths of, again and again; a character for private use stands in.
const standIn = "\u{E025}";

/** A member's name as openapi-typescript can take it. */
export const safeName = (name: string): string => name.replaceAll("%", standIn);

/** The name that {@link safeName} was given. */
export const plainName = (name: string): string => name.replaceAll(standIn, "%");

const isOfSide = (schema: Json, { side, resolve }: NormalizeOptions): boolean =>
  memberOf(resolve(schema), side === "answer" ? "writeOnly" : "readOnly") !== true;
