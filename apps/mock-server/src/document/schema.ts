import { pointerTokens } from "@genwait/lifecycle";

/** The part of a JSON Schema that the mock reads; references are resolved before it gets here. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema | readonly Schema[];
  readonly required?: readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly additionalProperties?: boolean | Schema;
  readonly unevaluatedProperties?: boolean | Schema;
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

/** The only values that a schema takes; empty where it takes others, too. */
export const wordsOf = ({ const: only, enum: listed }: Schema): readonly unknown[] =>
  only === undefined ? (listed ?? []) : [only];

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
export const leastOf = (schema: Schema | undefined, depth: number = 8): unknown =>
  valueOf(schema, ({ required = [] }) => required, depth);

/** A value with every member that a schema knows. */
export const mostOf = (schema: Schema | undefined, depth: number = 8): unknown =>
  valueOf(schema, ({ required = [], properties = {} }) => [...required, ...Object.keys(properties)], depth);

const valueOf = (schema: Schema | undefined, namesOf: (part: Schema) => readonly string[], depth: number): unknown => {
  if (schema === undefined || depth === 0) return null;
  const all = parts(schema);
  const only = all.find((part) => part.const !== undefined)?.const;
  if (only !== undefined) return only;
  const names = [...new Set(all.flatMap(namesOf))];
  if (names.length > 0) {
    const memberOf = (name: string): Schema => ({ allOf: all.flatMap((part) => membersOf(part, name)) });
    return Object.fromEntries(names.map((name) => [name, valueOf(memberOf(name), namesOf, depth - 1)]));
  }
  const [example] = all.flatMap(({ examples = [], enum: listed = [], default: preset }) =>
    preset === undefined ? [...examples, ...listed] : [...examples, preset],
  );
  if (example !== undefined) return example;
  const types = typesOf(all);
  const type = types.find((one) => one !== "null") ?? types[0];
  if (type === "null") return null;
  if (type === "array")
    return all.flatMap(({ items }) => listOf(items).slice(0, 1)).map((item) => valueOf(item, namesOf, depth - 1));
  if (type === "object") return {};
  if (type === "integer" || type === "number") return 1;
  if (type === "boolean") return true;
  return all.flatMap(({ format = "" }) => (Object.hasOwn(formatted, format) ? [formatted[format]] : []))[0] ?? "text";
};

// A text of each format that a schema may insist on.
const formatted: Readonly<Record<string, string>> = {
  "date-time": "2026-01-01T00:00:00Z",
  date: "2026-01-01",
  uri: "https://service.example/text",
  uuid: "00000000-0000-4000-8000-000000000000",
  email: "name@service.example",
};

/** Whether a schema lets the member at a pointer have a value: by its alternatives' words and types, and by what they know. */
export const takesAt = (schema: Schema | undefined, pointer: string, value: unknown): boolean =>
  schema === undefined || takes(schema, pointerTokens(pointer), value);

const takes = (schema: Schema, tokens: readonly string[], value: unknown): boolean => {
  const { allOf = [], oneOf = [], anyOf = [] } = schema;
  const isTaken = (part: Schema): boolean => takes(part, tokens, value);
  if (!allOf.every(isTaken)) return false;
  if ([oneOf, anyOf].some((alternatives) => alternatives.length > 0 && !alternatives.some(isTaken))) return false;
  const [token, ...rest] = tokens;
  if (token === undefined) return isWord(schema, value);
  const members = membersOf(schema, token);
  if (members.length > 0) return members.some((member) => takes(member, rest, value));
  return schema.additionalProperties !== false;
};

// Values of lists and objects are mended later, member by member.
const isWord = ({ const: only, enum: listed, ...schema }: Schema, value: unknown): boolean => {
  if (only !== undefined && only !== value) return false;
  if (listed !== undefined && !listed.includes(value)) return false;
  const types = typesOf([schema]);
  return types.length === 0 || types.some((type) => isOfType(value, type));
};

/** Whether a value is of a JSON type. */
export const isOfType = (value: unknown, type: string): boolean => {
  if (type === "null") return value === null;
  if (type === "array") return Array.isArray(value);
  if (type === "integer") return Number.isInteger(value);
  if (type === "object") return typeof value === "object" && value !== null && !Array.isArray(value);
  return typeof value === type;
};

/** A word at a place, by which alternatives are told apart. */
export interface Said {
  readonly at: string;
  readonly value: unknown;
}

/**
 * The schema with one alternative left wherever words tell alternatives apart: of those that take the words, one that names
 * them, and has most of the places that are wanted. The same schema where no words do.
 */
export const withVariant = (schema: Schema, said: readonly Said[], wanted: readonly string[]): Schema => {
  const { properties, allOf } = schema;
  const changes: { -readonly [Key in keyof Schema]: Schema[Key] } = {};
  for (const key of ["oneOf", "anyOf"] as const) {
    const all = schema[key];
    const fitting = all?.filter((one) => said.every(({ at, value }) => takesAt(one, at, value))) ?? [];
    const named = fitting.filter((one) => said.every(({ at }) => namesWord(one, at)));
    const among = named.length > 0 ? named : fitting;
    const placesIn = (one: Schema): number => wanted.filter((at) => schemasAt(one, at).length > 0).length;
    const [chosen] = among.toSorted((a, b) => placesIn(b) - placesIn(a));
    if (all === undefined || chosen === undefined || among.length === all.length) continue;
    changes[key] = [withVariant(chosen, said, wanted)];
  }
  const parted = allOf?.map((part) => withVariant(part, said, wanted));
  if (parted?.some((part, index) => part !== allOf?.[index]) === true) changes.allOf = parted;
  const inner = Object.entries(properties ?? {}).map(([name, member]) => {
    const below = saidBelow(said, name);
    return [name, below.length === 0 ? member : withVariant(member, below, pointersBelow(wanted, name))] as const;
  });
  if (inner.some(([name, member]) => member !== properties?.[name])) changes.properties = Object.fromEntries(inner);
  return Object.keys(changes).length === 0 ? schema : { ...schema, ...changes };
};

const saidBelow = (said: readonly Said[], name: string): readonly Said[] =>
  said.flatMap(({ at, value }) => pointersBelow([at], name).map((inside) => ({ at: inside, value })));

const pointersBelow = (pointers: readonly string[], name: string): readonly string[] => {
  const parent = `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}/`;
  return pointers.flatMap((at) => (at.startsWith(parent) ? [at.slice(parent.length - 1)] : []));
};

const namesWord = (schema: Schema, at: string): boolean =>
  schemasAt(schema, at).some((part) => part.const !== undefined || part.enum !== undefined);

/** The names that closed objects know; nothing for objects that may have any. */
export const knownNames = (schemas: readonly Schema[]): ReadonlySet<string> | undefined => {
  const isClosed = schemas.some((part) => part.additionalProperties === false || part.unevaluatedProperties === false);
  return isClosed ? new Set(schemas.flatMap(({ properties = {} }) => Object.keys(properties))) : undefined;
};

/** The schemas of a place as their parents write them, alternatives and all. */
export const writtenAt = (schema: Schema | undefined, pointer: string): Schema => {
  const cut = pointer.lastIndexOf("/");
  if (cut < 0) return schema ?? {};
  const token = pointerTokens(pointer).at(-1) ?? "";
  return { allOf: schemasAt(schema, pointer.slice(0, cut)).flatMap((part) => membersOf(part, token)) };
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
