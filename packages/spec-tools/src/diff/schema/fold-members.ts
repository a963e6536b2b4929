import { isObject, stringsOf } from "../json.ts";
import { listOf, memberOf, type SpecNode, valueAt } from "../spec-node.ts";
import type { Additional, Schema } from "./schema.ts";

/** The schemas of a map such as `properties`: a name that several parts have must satisfy all of them. */
export const foldMap = (nodes: readonly SpecNode[], keyword: string): ReadonlyMap<string, Schema> => {
  const members = new Map<string, Schema>();
  for (const node of nodes) {
    const map = memberOf(node, keyword);
    if (!isObject(map?.value)) continue;
    for (const name of Object.keys(map.value)) {
      const member = memberOf(map, name);
      if (member !== undefined) members.set(name, [...(members.get(name) ?? []), member]);
    }
  }
  return members;
};

export const foldRequired = (nodes: readonly SpecNode[]): ReadonlySet<string> =>
  new Set(nodes.flatMap((node) => stringsOf(valueAt(node, "required"))));

/** What members without a name may be; `true` and a schema that says nothing are the same as no word at all. */
export const foldAdditional = (nodes: readonly SpecNode[]): Additional => {
  const said = nodes.flatMap(
    (node) => memberOf(node, "additionalProperties") ?? memberOf(node, "unevaluatedProperties") ?? [],
  );
  if (said.some(({ value }) => value === false)) return "closed";
  const schemas = said.filter(({ value }) => isObject(value) && Object.keys(value).length > 0);
  return schemas.length === 0 ? "open" : schemas;
};

export const foldItems = (nodes: readonly SpecNode[]): Schema | undefined => {
  const items = nodes.flatMap((node) => memberOf(node, "items") ?? []).filter(({ value }) => saysSomething(value));
  return items.length === 0 ? undefined : items;
};

export const foldPrefixItems = (nodes: readonly SpecNode[]): readonly Schema[] => {
  const lists = nodes.map((node) => listOf(memberOf(node, "prefixItems")));
  const length = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length }, (_, index) => lists.flatMap((list) => list[index] ?? []));
};

const saysSomething = (value: unknown): boolean =>
  value === false || (isObject(value) && Object.keys(value).length > 0);
