import { jsonPointer } from "../openapi/json-pointer.ts";
import { isList, isMapping, type Mapping, memberOf, type Tree } from "./tree.ts";

/** One place where two trees differ; undefined stands for absent. */
export interface TreeDifference {
  readonly pointer: string;
  readonly old: Tree | undefined;
  readonly new: Tree | undefined;
}

type Path = readonly (string | number)[];

/**
 * Every smallest place where two trees differ, lazily. The order of keys is no difference; the order of a list is one.
 *
 * List items are paired by what names them (`in` and `name`, `name`, `url`, `$ref`, a scalar by itself), so that an item put in front is one
 * addition and not a change of all that follow. A pointer into a list counts in the new list, for a removed item in the old.
 */
export function* treeDifferences(
  old: Tree | undefined,
  fresh: Tree | undefined,
  path: Path = [],
): Generator<TreeDifference> {
  if (isMapping(old) && isMapping(fresh)) yield* mappingDifferences(old, fresh, path);
  else if (isList(old) && isList(fresh)) yield* listDifferences(old, fresh, path);
  else if (old !== fresh) yield { pointer: jsonPointer(path), old, new: fresh };
}

/** Whether two trees say the same; the order of keys aside. */
export const treesEqual = (one: Tree, other: Tree): boolean => treeDifferences(one, other).next().done === true;

function* mappingDifferences(old: Mapping, fresh: Mapping, path: Path): Generator<TreeDifference> {
  for (const [key, value] of old) yield* treeDifferences(value, fresh.get(key), [...path, key]);
  for (const [key, value] of fresh) if (!old.has(key)) yield* treeDifferences(undefined, value, [...path, key]);
}

function* listDifferences(old: readonly Tree[], fresh: readonly Tree[], path: Path): Generator<TreeDifference> {
  const oldByName = itemsByName(old);
  const freshByName = itemsByName(fresh);
  if (oldByName === undefined || freshByName === undefined) {
    yield* positionDifferences(old, fresh, path);
    return;
  }
  for (const [name, index] of oldByName) {
    const place = freshByName.get(name);
    yield* treeDifferences(old[index], place === undefined ? undefined : fresh[place], [...path, place ?? index]);
  }
  for (const [name, index] of freshByName)
    if (!oldByName.has(name)) yield* treeDifferences(undefined, fresh[index], [...path, index]);
  const kept = [...oldByName.keys()].filter((name) => freshByName.has(name));
  const keptNow = [...freshByName.keys()].filter((name) => oldByName.has(name));
  if (kept.some((name, index) => name !== keptNow[index])) yield { pointer: jsonPointer(path), old, new: fresh };
}

function* positionDifferences(old: readonly Tree[], fresh: readonly Tree[], path: Path): Generator<TreeDifference> {
  for (let index = 0; index < Math.max(old.length, fresh.length); index += 1) {
    yield* treeDifferences(old[index], fresh[index], [...path, index]);
  }
}

/** Each item's name → its place; undefined when an item has none or two share one. */
const itemsByName = (list: readonly Tree[]): Map<string, number> | undefined => {
  const places = new Map<string, number>();
  for (const [index, item] of list.entries()) {
    const name = nameOf(item);
    if (name === undefined || places.has(name)) return undefined;
    places.set(name, index);
  }
  return places;
};

const nameOf = (item: Tree): string | undefined => {
  if (isList(item)) return undefined;
  if (!isMapping(item)) return `${typeof item} ${String(item)}`;
  const name = memberOf(item, "name") ?? memberOf(item, "url") ?? memberOf(item, "$ref");
  return typeof name === "string" ? `${String(memberOf(item, "in"))} ${name}` : undefined;
};
