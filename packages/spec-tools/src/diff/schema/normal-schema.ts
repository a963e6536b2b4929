import { isObject, isString } from "../json.ts";
import { followed, memberOf, type SpecDocument, type SpecNode, valueAt } from "../spec-node.ts";
import { allowsNull } from "./allows-null.ts";
import { foldBound, foldLimits } from "./fold-limits.ts";
import { foldAdditional, foldItems, foldMap, foldPrefixItems, foldRequired } from "./fold-members.ts";
import { foldTypes, foldValues } from "./fold-types.ts";
import { foldUnions } from "./fold-union.ts";
import { noteKeywords } from "./note-keywords.ts";
import { partsOfSchema } from "./parts-of-schema.ts";
import type { NormalSchema, Schema } from "./schema.ts";

/** Brings a schema into the form in which two ways of writing the same thing are equal. */
export const normalSchema = (schema: Schema): NormalSchema => {
  const [only] = schema;
  if (only === undefined || schema.length > 1 || !isObject(only.value)) return foldSchema(schema);
  const known = folded.get(only.document) ?? new WeakMap<object, NormalSchema>();
  folded.set(only.document, known);
  const form = known.get(only.value) ?? foldSchema(schema);
  known.set(only.value, form);
  return form;
};

// A schema is asked about by each aspect and each variant that is paired with it.
const folded = new WeakMap<SpecDocument, WeakMap<object, NormalSchema>>();

const foldSchema = (schema: Schema): NormalSchema => {
  const parts = partsOfSchema(schema);
  const { unions, plain } = foldUnions(parts);
  const nodes = [...parts.map(({ node }) => node), ...plain];
  const values = foldValues(nodes);
  const types = foldTypes(nodes, values);
  return {
    pointer: pointerOf(schema),
    name: nameOf(schema),
    never: nodes.some(({ value }) => value === false),
    types,
    nullable: allowsNull(schema) && (types === undefined || nodes.some(tellsOfNull)),
    values,
    isConst: nodes.some((node) => memberOf(node, "const") !== undefined),
    limits: foldLimits(nodes),
    lower: foldBound(nodes, "lower"),
    upper: foldBound(nodes, "upper"),
    properties: foldMap(nodes, "properties"),
    required: foldRequired(nodes),
    additional: foldAdditional(nodes),
    patternProperties: foldMap(nodes, "patternProperties"),
    items: foldItems(nodes),
    prefixItems: foldPrefixItems(nodes),
    unions,
    discriminator: nodes.map((node) => memberOf(node, "discriminator")).find((found) => found !== undefined),
    nested: firstOf(nodes, nestedKeywords, (node, keyword) => memberOf(node, keyword)),
    notes: firstOf(nodes, noteKeywords, (node, keyword) => valueAt(node, keyword)),
  };
};

/** Keywords that hold one schema, or a map of them, beside those with a place of their own in {@link NormalSchema}. */
export const nestedKeywords: readonly string[] = [
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
];

/** A type that was only inferred from `properties` or `items` leaves null out, as its author did. */
const tellsOfNull = (node: SpecNode): boolean =>
  ["type", "nullable", "enum", "const"].some((keyword) => memberOf(node, keyword) !== undefined);

/** A reference is reported where its definition stands, so that all its uses are one finding. */
const pointerOf = (schema: Schema): string => {
  const [first] = schema;
  if (first === undefined) return "";
  return schema.length === 1 ? followed(first).pointer : first.pointer;
};

const nameOf = (schema: Schema): string | undefined => {
  const reference = schema.map((node) => valueAt(node, "$ref")).find(isString);
  return reference?.split("/").at(-1);
};

/** What is said nearest to the use of a schema wins over what it refers to. */
const firstOf = <T>(
  nodes: readonly SpecNode[],
  keywords: readonly string[],
  read: (node: SpecNode, keyword: string) => T | undefined,
): ReadonlyMap<string, T> => {
  const found = new Map<string, T>();
  for (const keyword of keywords) {
    for (const node of nodes) {
      const value = read(node, keyword);
      if (value !== undefined && !found.has(keyword)) found.set(keyword, value);
    }
  }
  return found;
};
