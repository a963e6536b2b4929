import { isString } from "../json.ts";
import { followed, listOf, memberOf, type SpecNode, valueAt } from "../spec-node.ts";
import { isNullOnly } from "./allows-null.ts";
import type { Schema } from "./schema.ts";

/** One schema object, of which only its own keywords count: what it refers to and its `allOf` are parts of their own. */
export interface SchemaPart {
  readonly node: SpecNode;
  /** Unions that leave a choice; one with a single variant beside null is a part like any other. */
  readonly unions: readonly { readonly kind: "oneOf" | "anyOf"; readonly node: SpecNode; readonly variants: Schema }[];
}

/** Flattens references, `allOf` and unions of one into the parts that must hold together; a circle is entered once. */
export const partsOfSchema = (schema: Schema): readonly SchemaPart[] => {
  const parts: SchemaPart[] = [];
  const visited = new Set<string>();
  const add = (node: SpecNode): void => {
    if (visited.has(node.pointer)) return;
    visited.add(node.pointer);
    if (isString(valueAt(node, "$ref"))) {
      // 3.1 lets keywords stand beside a reference; 3.0 ignores them.
      if (!node.document.is30) addOwn(node);
      add(followed(node));
      return;
    }
    addOwn(node);
  };
  const addOwn = (node: SpecNode): void => {
    const unions = unionsOf(node);
    parts.push({ node, unions: unions.filter(({ variants }) => variants.length > 1) });
    for (const part of listOf(memberOf(node, "allOf"))) add(part);
    for (const { variants } of unions) if (variants.length === 1) for (const only of variants) add(only);
  };
  for (const node of schema) add(node);
  return parts;
};

const unionsOf = (node: SpecNode): SchemaPart["unions"] =>
  (["oneOf", "anyOf"] as const).flatMap((kind) => {
    const list = memberOf(node, kind);
    const variants = listOf(list).filter((variant) => !isNullOnly(variant));
    return list === undefined || variants.length === 0 ? [] : [{ kind, node: list, variants }];
  });
