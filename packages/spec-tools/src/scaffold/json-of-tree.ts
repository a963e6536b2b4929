import { isList, isMapping, type Tree } from "../import/tree.ts";
import type { Json } from "../openapi/json.ts";

/** A tree as plain JSON values; integers beyond 2^53 lose digits, which no guess depends on. */
export const jsonOfTree = (tree: Tree): Json => {
  if (isMapping(tree)) return Object.fromEntries([...tree].map(([key, value]) => [key, jsonOfTree(value)]));
  if (isList(tree)) return tree.map(jsonOfTree);
  return typeof tree === "bigint" ? Number(tree) : tree;
};
