import type { Json } from "../openapi/json.ts";

/**
 * A document as JSON sees it, with what JSON objects lose: every key in the order it was written, also keys that look like numbers,
 * and integers beyond 2^53. `__proto__` is a key like any other.
 */
export type Tree = null | boolean | number | bigint | string | readonly Tree[] | Mapping;

/** Keys in the order they were written. */
export type Mapping = ReadonlyMap<string, Tree>;

export const isMapping = (tree: Tree | undefined): tree is Mapping => tree instanceof Map;

export const isList = (tree: Tree | undefined): tree is readonly Tree[] => Array.isArray(tree);

/** The member of a mapping, or undefined for anything that is none. */
export const memberOf = (tree: Tree | undefined, key: string): Tree | undefined =>
  isMapping(tree) ? tree.get(key) : undefined;

/** A tree as plain JSON values; integers beyond 2^53 lose digits, which no guess depends on. */
export const jsonOfTree = (tree: Tree): Json => {
  if (isMapping(tree)) return Object.fromEntries([...tree].map(([key, value]) => [key, jsonOfTree(value)]));
  if (isList(tree)) return tree.map(jsonOfTree);
  return typeof tree === "bigint" ? Number(tree) : tree;
};
