import { isJsonObject } from "../../openapi/json.ts";
import { followed, listOf, memberOf, type SpecNode, textsAt, valueAt } from "../../openapi/spec-node.ts";
import { schemaNameIn } from "./reach.ts";

/** Who sees a schema: who writes its values, or who reads them. */
export type Side = "request" | "response";

/**
 * A schema as TypeScript, the way the generated packages spell it: enums are closed. Members for the other side are left out, component
 * schemas are named. Written from the document itself, not from the form that the wire judge compares, so that the two judges do not share
 * their mistakes.
 */
export const typeText = (node: SpecNode, side: Side, above: readonly string[] = []): string => {
  const reference = valueAt(node, "$ref");
  if (typeof reference !== "string") return ownText(node, side, above);
  const component = schemaNameIn(reference);
  if (component !== undefined) return `${tableOf(side)}[${quoted(component)}]`;
  const target = followed(node);
  return above.includes(target.pointer) ? "unknown" : ownText(target, side, [...above, target.pointer]);
};

/** The interface that holds the component schemas of one side. */
export const tableOf = (side: Side): "Sent" | "Read" => (side === "request" ? "Sent" : "Read");

export const quoted = (text: string): string => JSON.stringify(text);

/** The named members of an object that one side sees. */
export const visibleProperties = (node: SpecNode, side: Side): readonly (readonly [string, SpecNode])[] => {
  const properties = memberOf(node, "properties");
  const hidden = side === "request" ? "readOnly" : "writeOnly";
  return Object.keys(isJsonObject(properties?.value) ? properties.value : {}).flatMap((name) => {
    const member = memberOf(properties, name);
    return member === undefined || valueAt(followed(member), hidden) === true ? [] : [[name, member] as const];
  });
};

const ownText = (node: SpecNode, side: Side, above: readonly string[]): string => {
  if (node.value === false) return "never";
  if (!isJsonObject(node.value)) return "unknown";
  const inner = (member: SpecNode): string => typeText(member, side, above);
  const parts = [valuesText(node) ?? plainText(node, side, inner), ...compositionTexts(node, inner)].filter(
    (part) => part !== "",
  );
  const required = textsAt(node, "required");
  const whole =
    parts.length === 0 ? "unknown" : parts.length === 1 ? (parts[0] ?? "unknown") : `(${parts.join(" & ")})`;
  const inherited = memberOf(node, "allOf") === undefined ? [] : required;
  const text = inherited.length === 0 ? whole : `WithRequired<${whole}, ${inherited.map(quoted).join(" | ")}>`;
  return valueAt(node, "nullable") === true ? `(${text} | null)` : text;
};

const valuesText = (node: SpecNode): string | undefined => {
  const constant = memberOf(node, "const");
  if (constant !== undefined) return literalText(constant.value);
  const values = valueAt(node, "enum");
  if (!Array.isArray(values) || values.length === 0) return undefined;
  return `(${values.map(literalText).join(" | ")})`;
};

const literalText = (value: unknown): string =>
  value === null || ["string", "number", "boolean"].includes(typeof value) ? JSON.stringify(value) : "unknown";

const plainText = (node: SpecNode, side: Side, inner: (node: SpecNode) => string): string => {
  const type = valueAt(node, "type");
  if (Array.isArray(type)) return `(${type.map((one) => textOfType(one, node, side, inner)).join(" | ")})`;
  if (type !== undefined) return textOfType(type, node, side, inner);
  if (memberOf(node, "properties") !== undefined || memberOf(node, "additionalProperties") !== undefined) {
    return textOfType("object", node, side, inner);
  }
  return memberOf(node, "items") === undefined ? "" : textOfType("array", node, side, inner);
};

const textOfType = (type: unknown, node: SpecNode, side: Side, inner: (node: SpecNode) => string): string => {
  if (type === "array") return arrayText(node, inner);
  if (type === "object") return objectText(node, side, inner);
  return type === "integer"
    ? "number"
    : ["string", "number", "boolean", "null"].includes(String(type))
      ? String(type)
      : "unknown";
};

const arrayText = (node: SpecNode, inner: (node: SpecNode) => string): string => {
  const items = memberOf(node, "items");
  const rest = items === undefined ? "unknown" : inner(items);
  const first = listOf(memberOf(node, "prefixItems")).map(inner);
  return first.length === 0 ? `(${rest})[]` : `[${[...first, `...(${rest})[]`].join(", ")}]`;
};

const objectText = (node: SpecNode, side: Side, inner: (node: SpecNode) => string): string => {
  const required = textsAt(node, "required");
  const members = visibleProperties(node, side).map(
    ([name, member]) => `${quoted(name)}${required.includes(name) ? "" : "?"}: ${inner(member)};`,
  );
  const additional = memberOf(node, "additionalProperties");
  const index = isJsonObject(additional?.value) ? `{ [name: string]: ${inner(additional)} }` : "";
  if (members.length === 0) return index === "" ? "{ [name: string]: unknown }" : index;
  const named = `{ ${members.join(" ")} }`;
  return index === "" ? named : `(${named} & ${index})`;
};

const compositionTexts = (node: SpecNode, inner: (node: SpecNode) => string): readonly string[] => [
  ...listOf(memberOf(node, "allOf")).map(inner),
  ...["oneOf", "anyOf"].flatMap((kind) => {
    const variants = listOf(memberOf(node, kind)).map(inner);
    return variants.length === 0 ? [] : [`(${variants.join(" | ")})`];
  }),
];
