import { isAbsent, isObject, isRecord } from "@genwait/lifecycle";

import type { UnionKind } from "./change.ts";
import { type Constraints, constraintsRefuse, foldConstraints, type SchemaType } from "./constraints.ts";
import {
  follow,
  listOf,
  memberOf,
  referenceOf,
  resolved,
  type SpecDocument,
  type SpecNode,
  valueAt,
} from "./document.ts";
import { sameJson, stringsOf } from "./json.ts";

/** A schema as a conjunction: every node of it must hold. What a single node is, and what `allOf` makes of several; none is any value. */
export type Schema = readonly SpecNode[];

/** The form in which two schemas are compared: references followed, `allOf` folded, null told apart from the rest. */
export interface NormalSchema {
  /** Where its first part is written; empty for a schema that stands nowhere. */
  readonly pointer: string;
  /** The component it refers to, if it is a reference. */
  readonly name: string | undefined;
  /** `false`, which nothing satisfies. */
  readonly never: boolean;
  /** Without null; undefined is any. */
  readonly types: readonly SchemaType[] | undefined;
  readonly nullable: boolean;
  /** Without null; undefined is any. */
  readonly values: readonly unknown[] | undefined;
  /** Said with `const`: a value that is not meant to get company. */
  readonly isConst: boolean;
  readonly constraints: Constraints;
  readonly properties: ReadonlyMap<string, Schema>;
  readonly required: ReadonlySet<string>;
  readonly additional: Additional;
  readonly patternProperties: ReadonlyMap<string, Schema>;
  readonly items: Schema | undefined;
  readonly prefixItems: readonly Schema[];
  readonly unions: readonly Union[];
  readonly discriminator: SpecNode | undefined;
  /** Keywords that hold schemas and are compared one by one: `not`, `contains`, `if` and their like. */
  readonly nested: ReadonlyMap<string, SpecNode>;
  /** What changes nothing on the wire: texts, examples, `default`, `deprecated`, `readOnly`, `writeOnly`. */
  readonly notes: ReadonlyMap<string, unknown>;
  /** Whether it says nothing but notes. */
  readonly isBlank: boolean;
}

/** Members without a name of their own: any, none, or those of a schema. */
export type Additional = "open" | "closed" | Schema;

export interface Union {
  readonly kind: UnionKind;
  readonly pointer: string;
  readonly variants: readonly Schema[];
}

/** What a schema says to people and tools, and what no value is measured by. */
export const noteKeywords = [
  "title",
  "description",
  "default",
  "example",
  "examples",
  "externalDocs",
  "xml",
  "deprecated",
  "readOnly",
  "writeOnly",
  "$comment",
] as const;

/** Keywords that hold one schema, or a map of them, beside those with a place of their own in {@link NormalSchema}. */
export const nestedKeywords = [
  "not",
  "contains",
  "propertyNames",
  "if",
  "then",
  "else",
  "dependentSchemas",
  "dependentRequired",
  "unevaluatedItems",
  "contentSchema",
] as const;

/** Brings schemas into the form in which two ways of writing the same thing are equal; each is folded once. */
export class NormalSchemas {
  // By document, too: two documents that share an object may mean different things by its references.
  readonly #ofValue = new WeakMap<SpecDocument, WeakMap<object, NormalSchema>>();

  of(schema: Schema): NormalSchema {
    const [first] = schema;
    const only = first === undefined ? undefined : resolved(first);
    if (only === undefined || schema.length > 1 || !isRecord(only.value)) return foldSchema(schema);
    const forms = this.#ofValue.get(only.document) ?? new WeakMap<object, NormalSchema>();
    this.#ofValue.set(only.document, forms);
    const known = forms.get(only.value);
    if (known !== undefined) return known;
    const form = foldSchema([only]);
    forms.set(only.value, form);
    return form;
  }
}

const foldSchema = (schema: Schema): NormalSchema => {
  const { nodes: parts, unions: written } = partsOfSchema(schema);
  const { unions, plain } = foldUnions(written);
  const nodes = [...parts, ...plain];
  const keywords = new Set(nodes.flatMap(({ value }) => (isRecord(value) ? Object.keys(value) : [])));
  const has = (keyword: string): boolean => keywords.has(keyword);
  const values = has("enum") || has("const") ? foldValues(nodes) : undefined;
  const types = foldTypes(nodes, values, has);
  return {
    pointer: pointerOf(schema),
    name: nameOf(schema),
    never: nodes.some(({ value }) => value === false),
    types,
    nullable: allowsNull(schema) && (types === undefined || nodes.some(tellsOfNull)),
    values,
    isConst: has("const"),
    constraints: foldConstraints(nodes, types, has),
    properties: has("properties") ? foldMap(nodes, "properties") : noMembers,
    required: new Set(nodes.flatMap((node) => stringsOf(valueAt(node, "required")))),
    additional: foldAdditional(nodes),
    patternProperties: has("patternProperties") ? foldMap(nodes, "patternProperties") : noMembers,
    items: foldItems(nodes),
    prefixItems: has("prefixItems") ? foldPrefixItems(nodes) : [],
    unions,
    discriminator: nearest(nodes, ["discriminator"].filter(has), memberOf).get("discriminator"),
    nested: nearest(nodes, nestedKeywords.filter(has), memberOf),
    notes: nearest(nodes, noteKeywords.filter(has), valueAt),
    isBlank: schema.length > 0 && nodes.every(({ value }) => hasOnly(value, [])),
  };
};

const noMembers: ReadonlyMap<string, Schema> = new Map();

/** A type that was only inferred from `properties` or `items` leaves null out, as its author did. */
const tellsOfNull = (node: SpecNode): boolean => hasAny(node, ["type", "nullable", "enum", "const"]);

/** A reference is reported where its definition stands, so that all its uses are one change. */
const pointerOf = (schema: Schema): string => {
  const [first] = schema;
  if (first === undefined) return "";
  return schema.length === 1 ? follow(first).pointer : first.pointer;
};

/** What a reference calls the schema, or one of its parts. */
const nameOf = (schema: Schema): string | undefined =>
  schema
    .map((node) => (referenceOf(node) === undefined ? node.name : follow(node).name))
    .find((name) => name !== undefined);

/** What is said nearest to the use of a schema wins over what it refers to. */
const nearest = <T>(
  nodes: readonly SpecNode[],
  keywords: readonly string[],
  read: (node: SpecNode, keyword: string) => T | undefined,
): ReadonlyMap<string, T> => {
  const found = new Map<string, T>();
  for (const node of nodes) {
    if (!isRecord(node.value)) continue;
    for (const keyword of keywords) {
      const value = found.has(keyword) ? undefined : read(node, keyword);
      if (value !== undefined) found.set(keyword, value);
    }
  }
  return found;
};

interface WrittenUnion {
  readonly kind: UnionKind;
  readonly node: SpecNode;
  readonly variants: readonly SpecNode[];
}

/**
 * Flattens references, `allOf` and unions of one into the nodes that must hold together, each with its own keywords only; a circle is
 * entered once. Unions that leave a choice stand beside them.
 */
const partsOfSchema = (
  schema: Schema,
): { readonly nodes: readonly SpecNode[]; readonly unions: readonly WrittenUnion[] } => {
  const nodes: SpecNode[] = [];
  const unions: WrittenUnion[] = [];
  const visited = new Set<unknown>();
  const open = [...schema].reverse();
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (visited.has(node.value)) continue;
    visited.add(node.value);
    const inner: SpecNode[] = [];
    const isReference = referenceOf(node) !== undefined;
    // 3.1 lets keywords stand beside a reference; 3.0 ignores them.
    if (!isReference || !node.document.is30) {
      nodes.push(node);
      inner.push(...listOf(memberOf(node, "allOf")));
      for (const union of unionsOf(node)) {
        if (union.variants.length > 1) unions.push(union);
        else inner.push(...union.variants);
      }
    }
    if (isReference) inner.push(follow(node));
    for (const part of inner.reverse()) open.push(part);
  }
  return { nodes, unions };
};

const unionsOf = (node: SpecNode): readonly WrittenUnion[] =>
  (["oneOf", "anyOf"] as const).flatMap((kind) => {
    const list = memberOf(node, kind);
    const variants = listOf(list).filter((variant) => !isNullOnly(variant));
    return list === undefined || variants.length === 0 ? [] : [{ kind, node: list, variants }];
  });

/**
 * One union whose variants only name types or values is a longer way to write `type: [...]` or `enum`, so it becomes a plain part; but for
 * a `oneOf` that refuses what two of its variants take.
 */
const foldUnions = (
  written: readonly WrittenUnion[],
): { readonly unions: readonly Union[]; readonly plain: readonly SpecNode[] } => {
  const unions: Union[] = [];
  const plain: SpecNode[] = [];
  for (const { kind, node, variants } of written) {
    const folded = typesOfVariants(variants) ?? valuesOfVariants(variants);
    const value = kind === "oneOf" && folded !== undefined && overlaps(folded) ? undefined : folded;
    if (value === undefined) {
      unions.push({ kind, pointer: node.pointer, variants: variants.map((variant) => [variant]) });
    } else plain.push({ ...node, value });
  }
  return { unions, plain };
};

/** Whether a value is listed twice, or is of two of the types. */
const overlaps = ({ type = [], enum: values = [] }: FoldedUnion): boolean =>
  new Set(type).size < type.length ||
  (type.includes("integer") && type.includes("number")) ||
  new Set(values.map((value) => JSON.stringify(value))).size < values.length;

interface FoldedUnion {
  readonly type?: readonly unknown[];
  readonly enum?: readonly unknown[];
}

const typesOfVariants = (variants: readonly SpecNode[]): FoldedUnion | undefined => {
  const types = variants.map((variant) => {
    const target = follow(variant);
    return hasOnly(target.value, ["type"]) ? valueAt(target, "type") : undefined;
  });
  return types.includes(undefined) ? undefined : { type: types.flat() };
};

const valuesOfVariants = (variants: readonly SpecNode[]): FoldedUnion | undefined => {
  const values: unknown[] = [];
  for (const variant of variants) {
    const target = follow(variant);
    const [list, constant] = [valueAt(target, "enum"), memberOf(target, "const")];
    if (!hasOnly(target.value, ["type", "enum", "const"]) || (list === undefined && constant === undefined)) {
      return undefined;
    }
    values.push(...(Array.isArray(list) ? list : [constant?.value]));
  }
  return { enum: values };
};

const hasOnly = (value: unknown, keywords: readonly string[]): boolean =>
  isRecord(value) &&
  Object.keys(value).every((name) => keywords.includes(name) || isNote(name) || name.startsWith("x-"));

const isNote = (name: string): boolean => noteKeywords.some((note) => note === name);

/**
 * Whether null satisfies a schema, in the words of 3.0 (`nullable`) and of 3.1 (`type`, `enum`, `const`, a null variant).
 *
 * `nullable: true` beside an `allOf` counts, although the letter of 3.0 says otherwise: everybody who writes it means it.
 */
const allowsNull = (schema: Schema): boolean => schema.every((node) => nodeAllowsNull(node, new Set()));

const nodeAllowsNull = (node: SpecNode, above: ReadonlySet<unknown>): boolean => {
  if (above.has(node.value)) return true;
  const visited = typeof node.value === "boolean" ? above : new Set(above).add(node.value);
  if (referenceOf(node) === undefined) return ownPartAllowsNull(node, visited);
  const target = nodeAllowsNull(follow(node), visited);
  return node.document.is30 ? target : target && ownPartAllowsNull(node, visited);
};

const ownPartAllowsNull = (node: SpecNode, visited: ReadonlySet<unknown>): boolean => {
  if (typeof node.value === "boolean") return node.value;
  if (valueAt(node, "nullable") === true) return true;
  const type = valueAt(node, "type");
  if (typeof type === "string" && type !== "null") return false;
  if (Array.isArray(type) && !type.includes("null")) return false;
  const values = valueAt(node, "enum");
  if (Array.isArray(values) && !values.includes(null)) return false;
  const constant = memberOf(node, "const");
  if (constant !== undefined && constant.value !== null) return false;
  if (!hasAny(node, ["allOf", "oneOf", "anyOf"])) return true;
  if (!listOf(memberOf(node, "allOf")).every((part) => nodeAllowsNull(part, visited))) return false;
  return ["oneOf", "anyOf"].every((kind) => {
    const variants = listOf(memberOf(node, kind));
    return variants.length === 0 || variants.some((variant) => nodeAllowsNull(variant, visited));
  });
};

const hasAny = ({ value }: SpecNode, keywords: readonly string[]): boolean =>
  isRecord(value) && keywords.some((keyword) => Object.hasOwn(value, keyword));

/** Whether a schema is nothing but null. */
const isNullOnly = (node: SpecNode): boolean => {
  const target = follow(node);
  const [type, values] = [valueAt(target, "type"), valueAt(target, "enum")];
  return (
    type === "null" ||
    (Array.isArray(type) && type.length === 1 && type[0] === "null") ||
    (Array.isArray(values) && values.length === 1 && values[0] === null) ||
    memberOf(target, "const")?.value === null
  );
};

/** The types that every part allows, null aside; undefined where nothing says. A schema with properties is an object even unsaid. */
const foldTypes = (
  nodes: readonly SpecNode[],
  values: readonly unknown[] | undefined,
  has: (keyword: string) => boolean,
): readonly SchemaType[] | undefined => {
  let types: readonly SchemaType[] | undefined;
  for (const node of nodes) {
    const type = valueAt(node, "type");
    if (type === undefined) continue;
    const said = (Array.isArray(type) ? type : [type]).filter(isSchemaType);
    types = types === undefined ? said : intersection(types, said);
  }
  return types === undefined ? inferredTypes(values, has) : inOrder(types);
};

/** The values that every part allows, null aside; undefined is any. */
const foldValues = (nodes: readonly SpecNode[]): readonly unknown[] | undefined => {
  let values: readonly unknown[] | undefined;
  for (const node of nodes) {
    const [constant, list] = [memberOf(node, "const"), valueAt(node, "enum")];
    if (constant !== undefined) values = common(values, [constant.value]);
    if (Array.isArray(list)) values = common(values, list);
  }
  return values?.filter((value) => value !== null);
};

const common = (values: readonly unknown[] | undefined, others: readonly unknown[]): readonly unknown[] =>
  values === undefined ? others : without(values, without(values, others));

/** The values of a list that another list does not have. */
export const without = (values: readonly unknown[], others: readonly unknown[]): readonly unknown[] => {
  const known = new Set(others.filter((other) => !isObject(other)));
  const objects = others.filter(isObject);
  return values.filter((value) =>
    isObject(value) ? !objects.some((other) => sameJson(value, other)) : !known.has(value),
  );
};

const typeOrder: readonly SchemaType[] = ["boolean", "integer", "number", "string", "array", "object"];

const isSchemaType = (type: unknown): type is SchemaType => typeOrder.some((known) => known === type);

/** The type of a JSON value, null aside. */
const typeOfValue = (value: unknown): SchemaType => {
  if (Array.isArray(value)) return "array";
  if (typeof value === "string") return "string";
  if (typeof value === "boolean") return "boolean";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return "object";
};

/** Every integer is a number, so the two together say number. */
const inOrder = (types: readonly SchemaType[]): readonly SchemaType[] =>
  typeOrder.filter((type) => types.includes(type) && !(type === "integer" && types.includes("number")));

const holds = (types: readonly SchemaType[], type: SchemaType): boolean =>
  types.includes(type) || (type === "integer" && types.includes("number"));

/** Whether every type of `inner` is one of `outer`; an integer is a number. */
export const coversTypes = (
  outer: readonly SchemaType[] | undefined,
  inner: readonly SchemaType[] | undefined,
): boolean => outer === undefined || (inner !== undefined && inner.every((type) => holds(outer, type)));

/** The types that two schemas have in common. */
export const intersection = (left: readonly SchemaType[], right: readonly SchemaType[]): readonly SchemaType[] =>
  typeOrder.filter((type) => (left.includes(type) || right.includes(type)) && holds(left, type) && holds(right, type));

const inferredTypes = (
  values: readonly unknown[] | undefined,
  has: (keyword: string) => boolean,
): readonly SchemaType[] | undefined => {
  if (values !== undefined && values.length > 0) return inOrder(values.map(typeOfValue));
  if (["properties", "additionalProperties", "patternProperties"].some(has)) return ["object"];
  if (["items", "prefixItems"].some(has)) return ["array"];
  return undefined;
};

/** The schemas of a map such as `properties`: a name that several parts have must satisfy all of them. */
const foldMap = (nodes: readonly SpecNode[], keyword: string): ReadonlyMap<string, Schema> => {
  const members = new Map<string, SpecNode[]>();
  for (const node of nodes) {
    const map = memberOf(node, keyword);
    for (const name of isRecord(map?.value) ? Object.keys(map.value) : []) {
      const member = memberOf(map, name);
      const known = members.get(name);
      if (member !== undefined && known === undefined) members.set(name, [member]);
      else if (member !== undefined) known?.push(member);
    }
  }
  return members;
};

/** What members without a name may be; `true` and a schema that says nothing are the same as no word at all. */
const foldAdditional = (nodes: readonly SpecNode[]): Additional => {
  const said = nodes.flatMap(
    (node) => memberOf(node, "additionalProperties") ?? memberOf(node, "unevaluatedProperties") ?? [],
  );
  if (said.some(({ value }) => value === false)) return "closed";
  const schemas = said.filter(({ value }) => isRecord(value) && Object.keys(value).length > 0);
  return schemas.length === 0 ? "open" : schemas;
};

const foldItems = (nodes: readonly SpecNode[]): Schema | undefined => {
  const items = nodes
    .flatMap((node) => memberOf(node, "items") ?? [])
    .filter(({ value }) => value === false || (isRecord(value) && Object.keys(value).length > 0));
  return items.length === 0 ? undefined : items;
};

const foldPrefixItems = (nodes: readonly SpecNode[]): readonly Schema[] => {
  const lists = nodes.map((node) => listOf(memberOf(node, "prefixItems")));
  const length = lists.reduce((longest, list) => Math.max(longest, list.length), 0);
  return Array.from({ length }, (_, index) => lists.flatMap((list) => list[index] ?? []));
};

/** Whether a schema refuses a value by what can be told without running a pattern: type, list of values, bounds, required members. */
export const refuses = (schema: Schema, value: unknown, forms: NormalSchemas): boolean => {
  const form = forms.of(schema);
  if (isAbsent(value)) return !form.nullable;
  if (form.never) return true;
  if (form.types !== undefined && !coversTypes(form.types, [typeOfValue(value)])) return true;
  if (form.values !== undefined && without([value], form.values).length > 0) return true;
  if (constraintsRefuse(form.constraints, value)) return true;
  const { items, properties } = form;
  if (Array.isArray(value)) return items !== undefined && value.some((entry) => refuses(items, entry, forms));
  if (!isRecord(value)) return false;
  return (
    [...form.required].some((name) => !Object.hasOwn(value, name)) ||
    Object.entries(value).some(([name, member]) => {
      const inner = properties.get(name);
      return inner !== undefined && refuses(inner, member, forms);
    })
  );
};
