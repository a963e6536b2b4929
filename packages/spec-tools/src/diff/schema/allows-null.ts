import { isString } from "../json.ts";
import { followed, listOf, memberOf, type SpecNode, valueAt } from "../spec-node.ts";

/**
 * Whether null satisfies a schema, in the words of 3.0 (`nullable`) and of 3.1 (`type`, `enum`, `const`, a null variant).
 *
 * `nullable: true` beside an `allOf` counts, although the letter of 3.0 says otherwise: everybody who writes it means it.
 */
export const allowsNull = (schema: readonly SpecNode[]): boolean => schema.every((node) => nodeAllowsNull(node, []));

const nodeAllowsNull = (node: SpecNode, above: readonly string[]): boolean => {
  if (above.includes(node.pointer)) return true;
  const visited = [...above, node.pointer];
  if (isString(valueAt(node, "$ref"))) {
    const target = nodeAllowsNull(followed(node), visited);
    return node.document.is30 ? target : target && ownPartAllowsNull(node, visited);
  }
  return ownPartAllowsNull(node, visited);
};

const ownPartAllowsNull = (node: SpecNode, visited: readonly string[]): boolean => {
  if (typeof node.value === "boolean") return node.value;
  if (valueAt(node, "nullable") === true) return true;
  const type = valueAt(node, "type");
  if (isString(type) && type !== "null") return false;
  if (Array.isArray(type) && !type.includes("null")) return false;
  const values = valueAt(node, "enum");
  if (Array.isArray(values) && !values.includes(null)) return false;
  const constant = memberOf(node, "const");
  if (constant !== undefined && constant.value !== null) return false;
  if (!listOf(memberOf(node, "allOf")).every((part) => nodeAllowsNull(part, visited))) return false;
  return ["oneOf", "anyOf"].every((kind) => {
    const variants = listOf(memberOf(node, kind));
    return variants.length === 0 || variants.some((variant) => nodeAllowsNull(variant, visited));
  });
};

/** Whether a schema is nothing but null. */
export const isNullOnly = (node: SpecNode): boolean => {
  const target = followed(node);
  const type = valueAt(target, "type");
  const values = valueAt(target, "enum");
  return (
    type === "null" ||
    (Array.isArray(type) && type.length === 1 && type[0] === "null") ||
    (Array.isArray(values) && values.length === 1 && values[0] === null) ||
    memberOf(target, "const")?.value === null
  );
};
