import { pointerTokens } from "@genwait/lifecycle";

/** The part of a JSON Schema that the mock reads; references are resolved before it gets here. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema | readonly Schema[];
  readonly required?: readonly string[];
  readonly enum?: readonly unknown[];
  readonly examples?: readonly unknown[];
  readonly default?: unknown;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
}

/** Every schema that describes the place a JSON Pointer names: none where the document says nothing about it. */
export const schemasAt = (schema: Schema | undefined, pointer: string): readonly Schema[] => {
  let here = schema === undefined ? [] : parts(schema);
  for (const token of pointerTokens(pointer)) here = here.flatMap((part) => membersOf(part, token)).flatMap(parts);
  return here;
};

/** Whether the schema demands the member at the pointer of a response that has the member's parent. */
export const isRequired = (schema: Schema | undefined, pointer: string): boolean => {
  const cut = pointer.lastIndexOf("/");
  if (cut < 0) return true;
  const token = pointerTokens(pointer).at(-1) ?? "";
  return schemasAt(schema, pointer.slice(0, cut)).some((part) => part.required?.includes(token));
};

/** The JSON types that the schemas allow; empty where they name none. */
export const typesOf = (schemas: readonly Schema[]): readonly string[] =>
  schemas.flatMap(({ type }) => (type === undefined ? [] : typeof type === "string" ? [type] : type));

/** Whether somebody wrote an example for this place or for something inside it. */
export const hasExample = (schema: Schema, depth: number = 8): boolean =>
  depth > 0 &&
  parts(schema).some(
    (part) =>
      (part.examples?.length ?? 0) > 0 ||
      Object.values(part.properties ?? {}).some((member) => hasExample(member, depth - 1)) ||
      listOf(part.items).some((item) => hasExample(item, depth - 1)),
  );

/** A value with what a schema requires and no more: by its examples, else something of the right type. */
export const leastOf = (schema: Schema | undefined, depth: number = 8): unknown => {
  if (schema === undefined || depth === 0) return null;
  const all = parts(schema);
  const required = all.flatMap(({ required: names = [] }) => names);
  if (required.length > 0) {
    const memberOf = (name: string): Schema | undefined => all.flatMap((part) => membersOf(part, name))[0];
    return Object.fromEntries(required.map((name) => [name, leastOf(memberOf(name), depth - 1)]));
  }
  const [example] = all.flatMap(({ examples = [], enum: listed = [], default: preset }) =>
    preset === undefined ? [...examples, ...listed] : [...examples, preset],
  );
  if (example !== undefined) return example;
  const [type] = typesOf(all);
  if (type === "array")
    return all.flatMap(({ items }) => listOf(items).slice(0, 1)).map((item) => leastOf(item, depth - 1));
  if (type === "object") return {};
  if (type === "integer" || type === "number") return 1;
  return type === "boolean" ? true : "text";
};

const parts = (schema: Schema): Schema[] => [
  schema,
  ...[...(schema.allOf ?? []), ...(schema.oneOf ?? []), ...(schema.anyOf ?? [])].flatMap(parts),
];

const membersOf = (schema: Schema, token: string): readonly Schema[] => {
  if (schema.properties !== undefined && Object.hasOwn(schema.properties, token)) {
    const member = schema.properties[token];
    return member === undefined ? [] : [member];
  }
  return /^\d+$/.test(token) ? listOf(schema.items) : [];
};

const listOf = (items: Schema["items"]): readonly Schema[] =>
  items === undefined ? [] : isSchemaList(items) ? items : [items];

const isSchemaList = (items: Schema | readonly Schema[]): items is readonly Schema[] => Array.isArray(items);
