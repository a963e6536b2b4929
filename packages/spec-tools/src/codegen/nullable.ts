import { isJsonList, isJsonObject, type Json, listAt, memberOf } from "../merge/json.ts";
import type { Schema } from "./api-model.ts";
import type { Resolve } from "./references.ts";

/** The same schema without null; the very same object where null was never allowed. */
export const withoutNull = (schema: Schema, resolve: Resolve): Schema => {
  const whole = resolve(schema);
  const bare = withoutOwnNull(whole);
  for (const composition of ["anyOf", "oneOf"]) {
    const branches = listAt(bare, composition);
    const rest = branches
      .filter((branch) => !isNullOnly(branch))
      .map((branch) => (isJsonObject(branch) ? withoutNull(branch, resolve) : branch));
    const isSame = rest.length === branches.length && rest.every((branch, index) => branch === branches[index]);
    if (!isSame) return { ...bare, [composition]: rest };
  }
  return bare === whole ? schema : bare;
};

/** Whether a schema itself allows null, by 3.0's `nullable` or 3.1's list of types. */
export const allowsNull = (schema: Schema): boolean => {
  const type = memberOf(schema, "type");
  return memberOf(schema, "nullable") === true || (isJsonList(type) && type.includes("null"));
};

const withoutOwnNull = (schema: Schema): Schema => {
  const words = memberOf(schema, "enum");
  const hasNullWord = isJsonList(words) && words.includes(null);
  if (!allowsNull(schema) && !hasNullWord) return schema;
  const { nullable: _nullable, type, enum: _enum, ...rest } = schema;
  const types = isJsonList(type) ? type.filter((name) => name !== "null") : [];
  return {
    ...(type !== undefined && { type: isJsonList(type) ? (types.length === 1 ? (types[0] ?? "null") : types) : type }),
    ...(isJsonList(words) && { enum: words.filter((word) => word !== null) }),
    ...rest,
  };
};

const isNullOnly = (schema: Json): boolean => memberOf(schema, "type") === "null";
