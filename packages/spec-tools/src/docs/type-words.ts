import { followed, listOf, memberOf, type SpecNode, textsAt, valueAt } from "../openapi/spec-node.ts";
import { isJsonObject } from "../openapi/json.ts";
import { mdCell, mdJson } from "../text/markdown-text.ts";

/** What values of a schema are, in a few words of Markdown: `string`, `list of integer`, `"pdf" or "png"`. */
export const typeWords = (node: SpecNode, depth = 0): string => {
  const schema = followed(node);
  const words = listedWords(schema);
  if (words.length > 0) return words.map((word) => mdJson(word)).join(", ");
  const type = valueAt(schema, "type");
  const types = typeof type === "string" ? [type] : textsAt(schema, "type").filter((name) => name !== "null");
  const entry = memberOf(schema, "items");
  if (types.includes("array") || entry !== undefined)
    return entry === undefined || depth > 2 ? "list" : `list of ${typeWords(entry, depth + 1)}`;
  if (types.length > 0) return `${mdCell(types.join(" or "))}${boundsOf(schema)}`;
  const parts = ["allOf", "oneOf", "anyOf"].flatMap((keyword) => listOf(memberOf(schema, keyword)));
  const told = [...new Set(parts.map((part) => typeWords(part, depth + 1)))].filter((text) => text !== "any");
  if (depth < 3 && told.length > 0) return told.join(" or ");
  return isJsonObject(valueAt(schema, "properties")) ? "object" : "any";
};

const listedWords = (schema: SpecNode): readonly unknown[] => {
  const list = valueAt(schema, "enum");
  const constant = valueAt(schema, "const");
  if (constant !== undefined) return [constant];
  return Array.isArray(list) ? list.filter((word) => word !== null) : [];
};

const boundsOf = (schema: SpecNode): string => {
  const range = (low: string, high: string, unit: string): readonly string[] => {
    const [from, to] = [valueAt(schema, low), valueAt(schema, high)];
    if (from === undefined && to === undefined) return [];
    const [least, most] = [mdCell(String(from)), mdCell(String(to))];
    if (to === undefined) return [`at least ${least}${unit}`];
    return [from === undefined ? `at most ${most}${unit}` : `${least} to ${most}${unit}`];
  };
  const bounds = [...range("minimum", "maximum", ""), ...range("minLength", "maxLength", " characters")];
  const format = valueAt(schema, "format");
  const told = [...(typeof format === "string" ? [mdCell(format)] : []), ...bounds];
  return told.length === 0 ? "" : ` (${told.join(", ")})`;
};
