import type { Schema } from "./api-model.ts";
import { componentOf } from "./references.ts";

/** A schema that any of these fits; of equal ones, and of references to one component, the first counts. */
export const unionOf = (schemas: readonly Schema[]): Schema => {
  const distinct = new Map<string, Schema>();
  for (const schema of schemas) {
    const key = componentOf(schema) ?? JSON.stringify(schema);
    if (!distinct.has(key)) distinct.set(key, schema);
  }
  const [first = {}] = distinct.values();
  return distinct.size <= 1 ? first : { anyOf: [...distinct.values()] };
};
