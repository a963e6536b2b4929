import { isString, sameJson } from "../json.ts";
import { memberOf, type SpecNode, valueAt } from "../spec-node.ts";
import type { JsonType } from "./schema.ts";

/** The types that every part allows, null aside; undefined where nothing says. A schema with properties is an object even unsaid. */
export const foldTypes = (
  nodes: readonly SpecNode[],
  values: readonly unknown[] | undefined,
): readonly JsonType[] | undefined => {
  const said = nodes.flatMap((node) => {
    const type = valueAt(node, "type");
    return type === undefined ? [] : [(Array.isArray(type) ? type : [type]).filter(isJsonType)];
  });
  const types = said.reduce<readonly JsonType[] | undefined>(
    (left, right) => (left === undefined ? right : intersection(left, right)),
    undefined,
  );
  return types === undefined ? inferredTypes(nodes, values) : inOrder(types);
};

/** The values that every part allows, null aside; undefined is any. */
export const foldValues = (nodes: readonly SpecNode[]): readonly unknown[] | undefined => {
  const said = nodes.flatMap((node) => {
    const constant = memberOf(node, "const");
    const list = valueAt(node, "enum");
    return [...(constant === undefined ? [] : [[constant.value]]), ...(Array.isArray(list) ? [list] : [])];
  });
  return said
    .reduce<readonly unknown[] | undefined>(
      (left, right) =>
        left === undefined ? right : left.filter((value) => right.some((other) => sameJson(value, other))),
      undefined,
    )
    ?.filter((value) => value !== null);
};

/** The type of a JSON value, null aside. */
export const typeOfValue = (value: unknown): JsonType => {
  if (Array.isArray(value)) return "array";
  if (isString(value)) return "string";
  if (typeof value === "boolean") return "boolean";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return "object";
};

const order: readonly JsonType[] = ["boolean", "integer", "number", "string", "array", "object"];

const isJsonType = (type: unknown): type is JsonType => order.some((known) => known === type);

/** Every integer is a number, so the two together say number. */
const inOrder = (types: readonly JsonType[]): readonly JsonType[] =>
  order.filter((type) => types.includes(type) && !(type === "integer" && types.includes("number")));

const holds = (types: readonly JsonType[], type: JsonType): boolean =>
  types.includes(type) || (type === "integer" && types.includes("number"));

const intersection = (left: readonly JsonType[], right: readonly JsonType[]): readonly JsonType[] => {
  return order.filter(
    (type) => (left.includes(type) || right.includes(type)) && holds(left, type) && holds(right, type),
  );
};

const inferredTypes = (
  nodes: readonly SpecNode[],
  values: readonly unknown[] | undefined,
): readonly JsonType[] | undefined => {
  if (values !== undefined && values.length > 0) return inOrder(values.map(typeOfValue));
  const has = (keyword: string): boolean => nodes.some((node) => memberOf(node, keyword) !== undefined);
  if (["properties", "additionalProperties", "patternProperties"].some(has)) return ["object"];
  if (["items", "prefixItems"].some(has)) return ["array"];
  return undefined;
};
