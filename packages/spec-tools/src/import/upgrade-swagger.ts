import { upgrade } from "@scalar/openapi-upgrader";

import { isList, isMapping, type Mapping, type Tree } from "./tree.ts";

/** Swagger 2.0 as OpenAPI 3.0; what is upgraded is the document's syntax, and nothing that it says. */
export const upgradeSwagger = (document: Mapping): Mapping => {
  const upgraded = treeOf(upgrade(jsonObject(document), "3.0"));
  if (!isMapping(upgraded)) return document;
  return new Map([...["openapi", "info"].map((key) => [key, upgraded.get(key) ?? null] as const), ...upgraded]);
};

const jsonObject = (mapping: Mapping): Record<string, unknown> =>
  Object.fromEntries([...mapping].map(([key, value]) => [key, jsonOf(value)]));

const jsonOf = (tree: Tree): unknown => {
  if (isMapping(tree)) return jsonObject(tree);
  if (isList(tree)) return tree.map(jsonOf);
  return typeof tree === "bigint" ? Number(tree) : tree;
};

const treeOf = (value: unknown): Tree => {
  if (Array.isArray(value)) return value.map(treeOf);
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return new Map(members.map(([key, member]) => [key, treeOf(member)]));
  }
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
};
