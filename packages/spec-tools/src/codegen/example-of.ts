import { isJsonObject, type Json, listAt, memberOf, objectAt } from "../merge/json.ts";
import type { OperationModel, Schema } from "./api-model.ts";
import { hasInput, isBodyInput } from "./operation-inputs.ts";
import type { Resolve } from "./references.ts";

/** An input that a caller might give, with what is required and no more; from the document's own examples. */
export const exampleInput = (operation: OperationModel, resolve: Resolve): Json | undefined => {
  const { parameters, body } = operation;
  if (body !== undefined && isBodyInput(operation)) return exampleOf(body.schema, resolve);
  if (!hasInput(operation)) return undefined;
  const required = parameters
    .filter(({ isRequired }) => isRequired)
    .map(({ name, schema }) => [name, exampleOf(schema, resolve)] as const);
  return {
    ...Object.fromEntries(required),
    ...(body?.isRequired === true && { body: exampleOf(body.schema, resolve) }),
  };
};

/** A value of a schema. */
export const exampleOf = (schema: Json | undefined, resolve: Resolve, depth = 0): Json => {
  const whole = resolve(schema);
  const given =
    memberOf(whole, "example") ??
    listAt(whole, "examples")[0] ??
    memberOf(whole, "default") ??
    memberOf(whole, "const") ??
    listAt(whole, "enum")[0];
  if (given !== undefined || depth > deepest) return given ?? null;
  const branch = listAt(whole, "oneOf")[0] ?? listAt(whole, "anyOf")[0];
  if (branch !== undefined) return exampleOf(branch, resolve, depth + 1);
  const parts = listAt(whole, "allOf").map((part) => exampleOf(part, resolve, depth + 1));
  if (parts.length > 0) return Object.assign({}, ...parts.filter(isJsonObject), ...membersOf(whole, resolve, depth));
  return plainOf(whole, resolve, depth);
};

// A schema that contains itself ends here.
const deepest = 8;

const plainOf = (schema: Schema, resolve: Resolve, depth: number): Json => {
  const type = memberOf(schema, "type");
  const kind = Array.isArray(type) ? type.find((name) => name !== "null") : type;
  if (kind === "array") return [exampleOf(schema["items"], resolve, depth + 1)];
  if (kind === "integer" || kind === "number") return memberOf(schema, "minimum") ?? 1;
  if (kind === "boolean") return true;
  if (kind === "string") return "…";
  return Object.assign({}, ...membersOf(schema, resolve, depth));
};

const membersOf = (schema: Schema, resolve: Resolve, depth: number): readonly Readonly<Record<string, Json>>[] =>
  listAt(schema, "required").flatMap((name) =>
    typeof name === "string" ? [{ [name]: exampleOf(objectAt(schema, "properties")[name], resolve, depth + 1) }] : [],
  );
