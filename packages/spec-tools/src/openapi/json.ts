/** A JSON value, as `JSON.parse` and YAML's core schema give it. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [member: string]: Json;
}

/** Whether a value is an object, and no list. */
export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether a value is a list. */
export const isJsonList = (value: unknown): value is readonly Json[] => Array.isArray(value);

/** An own member of an object; undefined for anything that has none. */
export const memberOf = (value: Json | undefined, member: string): Json | undefined =>
  isJsonObject(value) && Object.hasOwn(value, member) ? value[member] : undefined;

/** The own member of an object that is an object itself; an empty one otherwise. */
export const objectAt = (value: Json | undefined, member: string): JsonObject => {
  const found = memberOf(value, member);
  return isJsonObject(found) ? found : {};
};

/** The own member of an object that is a list; an empty one otherwise. */
export const listAt = (value: Json | undefined, member: string): readonly Json[] => {
  const found = memberOf(value, member);
  return isJsonList(found) ? found : [];
};

/** The own member of an object that is a text. */
export const textAt = (value: Json | undefined, member: string): string | undefined => {
  const found = memberOf(value, member);
  return typeof found === "string" ? found : undefined;
};
