import { isObject } from "../json.ts";
import { followed, type SpecNode, valueAt } from "../spec-node.ts";
import { noteKeywords } from "./note-keywords.ts";
import type { SchemaPart } from "./parts-of-schema.ts";
import type { Union } from "./schema.ts";

/**
 * The unions of all parts. One whose variants only name types or values is a longer way to write `type: [...]` or `enum`, so it becomes
 * a plain part instead.
 */
export const foldUnions = (
  parts: readonly SchemaPart[],
): { readonly unions: readonly Union[]; readonly plain: readonly SpecNode[] } => {
  const unions: Union[] = [];
  const plain: SpecNode[] = [];
  for (const { kind, node, variants } of parts.flatMap((part) => part.unions)) {
    const merged = asTypes(variants, node) ?? asValues(variants, node);
    if (merged === undefined)
      unions.push({ kind, pointer: node.pointer, variants: variants.map((variant) => [variant]) });
    else plain.push(merged);
  }
  return { unions, plain };
};

const asTypes = (variants: readonly SpecNode[], at: SpecNode): SpecNode | undefined => {
  const types = variants.map((variant) =>
    hasOnly(variant, ["type"]) ? valueAt(followed(variant), "type") : undefined,
  );
  if (types.includes(undefined)) return undefined;
  return { ...at, value: { type: types.flat() } };
};

const asValues = (variants: readonly SpecNode[], at: SpecNode): SpecNode | undefined => {
  const values: unknown[] = [];
  for (const variant of variants) {
    const target = followed(variant);
    const list = valueAt(target, "enum");
    const constant = valueAt(target, "const");
    if (!hasOnly(variant, ["type", "enum", "const"]) || (list === undefined && constant === undefined))
      return undefined;
    values.push(...(Array.isArray(list) ? list : [constant]));
  }
  return { ...at, value: { enum: values } };
};

const hasOnly = (variant: SpecNode, keywords: readonly string[]): boolean => {
  const { value } = followed(variant);
  return (
    isObject(value) &&
    Object.keys(value).every((name) => keywords.includes(name) || noteKeywords.includes(name) || name.startsWith("x-"))
  );
};
