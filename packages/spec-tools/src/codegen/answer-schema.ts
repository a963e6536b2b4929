import { isJsonList, isJsonObject, type Json, listAt, memberOf } from "../merge/json.ts";
import type { Schema } from "./api-model.ts";
import { allowsNull } from "./nullable.ts";
import { componentOf, type Resolve } from "./references.ts";

/** Where a validator finds the component schemas, by name. */
export const componentId = (component: string): string => `component.${component}`;

/** The component of such an id. */
export const componentOfId = (id: string): string => id.replace(/^component\./, "");

export interface AnswerSchemaOptions {
  readonly resolve: Resolve;
  /** OpenAPI 3.0 ignores what stands beside a `$ref`. */
  readonly is30: boolean;
  /** Told of each component schema that is referred to. */
  readonly reach: (component: string) => void;
}

// Kept: what a client can trip over. Gone: lists of words (they are open), formats, lengths, and whatever closes an object.
const keptKeywords: readonly string[] = ["required", "minimum", "maximum", "minItems", "maxItems", "pattern"];

/** A schema of OpenAPI as the JSON Schema that an answer is held against. */
export const answerSchema = (value: Json, options: AnswerSchemaOptions): Schema => {
  if (!isJsonObject(value)) return {};
  const component = componentOf(value);
  if (component !== undefined && !isScalar(options.resolve(value))) {
    options.reach(component);
    const reference = { $ref: componentId(component) };
    const beside = options.is30 ? {} : withKeywords(value, options);
    return Object.keys(beside).length === 0 ? reference : { allOf: [reference, beside] };
  }
  if (memberOf(value, "$ref") !== undefined) return answerSchema(options.resolve(value), options);
  const schema = withKeywords(value, options);
  const { type } = value;
  if (!allowsNull(value) || isJsonList(type)) return schema;
  return type === undefined ? { anyOf: [{ type: "null" }, schema] } : { ...schema, type: [type, "null"] };
};

// A word or a number is checked where it stands; a function of its own would be longer than the check.
const isScalar = ({ type }: Schema): boolean => typeof type === "string" && type !== "object" && type !== "array";

const withKeywords = (schema: Schema, options: AnswerSchemaOptions): Schema => {
  const inner = (value: Json): Schema => answerSchema(value, options);
  const result: Record<string, Json> = {};
  if (schema["type"] !== undefined) result["type"] = schema["type"];
  for (const keyword of keptKeywords) if (schema[keyword] !== undefined) result[keyword] = schema[keyword];
  addBounds(schema, result);
  addMembers(schema, result, inner);
  if (isJsonObject(schema["items"])) addUnlessEmpty(result, "items", inner(schema["items"]));
  if (isJsonObject(schema["additionalProperties"]))
    addUnlessEmpty(result, "additionalProperties", inner(schema["additionalProperties"]));
  const all = listAt(schema, "allOf")
    .map(inner)
    .filter((branch) => Object.keys(branch).length > 0);
  const [only] = all;
  if (all.length === 1 && only !== undefined && Object.keys(result).length === 0) return only;
  if (all.length > 0) result["allOf"] = all;
  // Open lists of words make branches overlap, so exactly one cannot be asked for.
  const any = [...listAt(schema, "anyOf"), ...listAt(schema, "oneOf")].map(inner);
  if (any.length > 0 && any.every((branch) => Object.keys(branch).length > 0)) result["anyOf"] = any;
  return result;
};

const addMembers = (schema: Schema, result: Record<string, Json>, inner: (value: Json) => Schema): void => {
  const { properties, required } = schema;
  if (!isJsonObject(properties)) return;
  const members = Object.entries(properties).map(([name, member]) => [name, inner(member)] as const);
  const telling = members.filter(([, member]) => Object.keys(member).length > 0);
  if (telling.length > 0) result["properties"] = Object.fromEntries(telling);
  const sentOnly = new Set(
    Object.entries(properties).flatMap(([name, member]) => (memberOf(member, "writeOnly") === true ? [name] : [])),
  );
  if (isJsonList(required) && sentOnly.size > 0)
    result["required"] = required.filter((name) => typeof name === "string" && !sentOnly.has(name));
};

const addBounds = (schema: Schema, result: Record<string, Json>): void => {
  for (const [keyword, bound] of [
    ["exclusiveMinimum", "minimum"],
    ["exclusiveMaximum", "maximum"],
  ] as const) {
    const value = schema[keyword];
    if (typeof value === "number") result[keyword] = value;
    // 3.0: a flag that changes what the bound beside it means.
    if (value === true && schema[bound] !== undefined) {
      result[keyword] = schema[bound];
      delete result[bound];
    }
  }
};

const addUnlessEmpty = (result: Record<string, Json>, keyword: string, schema: Schema): void => {
  if (Object.keys(schema).length > 0) result[keyword] = schema;
};
