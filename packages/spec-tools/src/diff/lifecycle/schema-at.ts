import { pointerTokens } from "@genwait/lifecycle";

import { normalSchema } from "../schema/normal-schema.ts";
import type { Schema } from "../schema/schema.ts";

/** The schemas that a JSON Pointer into a response leads to: through `allOf`, and through every shape of a union that has it. */
export const schemasAt = (schemas: readonly Schema[], pointer: string): readonly Schema[] =>
  pointerTokens(pointer).reduce<readonly Schema[]>(
    (current, token) => current.flatMap((schema) => step(schema, token)),
    schemas,
  );

/** The schemas of the items of the lists at a pointer. */
export const itemSchemasAt = (schemas: readonly Schema[], pointer: string): readonly Schema[] =>
  schemasAt(schemas, pointer).flatMap((schema) => throughUnions(schema, (inner) => normalSchema(inner).items));

const step = (schema: Schema, token: string): readonly Schema[] =>
  throughUnions(schema, (inner) => {
    const { properties, items, additional } = normalSchema(inner);
    const member = properties.get(token) ?? (/^\d+$/.test(token) ? items : undefined);
    return member ?? (typeof additional === "string" ? undefined : additional);
  });

const throughUnions = (schema: Schema, read: (schema: Schema) => Schema | undefined): readonly Schema[] => {
  const own = read(schema);
  const variants = normalSchema(schema).unions.flatMap((union) =>
    union.variants.flatMap((variant) => throughUnions(variant, read)),
  );
  return own === undefined ? variants : [own, ...variants];
};
