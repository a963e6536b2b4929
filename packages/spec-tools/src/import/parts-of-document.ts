import { isList, isMapping, type Mapping, memberOf, type Tree } from "./tree.ts";

/** A piece of a document that comes from a page whole: an operation, a component, a tag, any other root member. */
export interface Part {
  /** From the root. A tag's path ends with its name, not its place: places change when pages merge. */
  readonly path: readonly string[];
  readonly value: Tree;
}

/** How many levels below a root member its parts lie: path → method, section → name. */
const depths: ReadonlyMap<string, number> = new Map([
  ["paths", 2],
  ["webhooks", 2],
  ["components", 2],
]);

/** Takes a document apart, in its own order; {@link documentOfParts} is the way back. */
export const partsOfDocument = (document: Mapping): Part[] =>
  [...document].flatMap(([key, value]) =>
    key === "tags" ? tagParts(value) : partsBelow([key], value, depths.get(key) ?? 0),
  );

const partsBelow = (path: readonly string[], value: Tree, depth: number): Part[] => {
  if (depth === 0 || !isMapping(value) || value.size === 0) return [{ path, value }];
  return [...value].flatMap(([key, member]) => partsBelow([...path, key], member, depth - 1));
};

/** Tags that have no name, or share one, stay one part. */
const tagParts = (tags: Tree): Part[] => {
  const named = isList(tags) ? tags.flatMap((tag) => [{ name: memberOf(tag, "name"), tag }]) : [];
  const parts = named.flatMap(({ name, tag }) =>
    typeof name === "string" ? [{ path: ["tags", name], value: tag }] : [],
  );
  const isNamed = isList(tags) && tags.length > 0 && new Set(parts.map(({ path }) => path[1])).size === tags.length;
  return isNamed ? parts : [{ path: ["tags"], value: tags }];
};

/** Puts parts together again: every key stands where a part first named it. */
export const documentOfParts = (parts: readonly Part[]): Mapping => {
  const root = new Map<string, Tree>();
  for (const { path, value } of parts) {
    const [key = "", name] = path;
    if (key !== "tags" || name === undefined) place(root, path, value);
    else root.set("tags", [...listOf(root.get("tags")), value]);
  }
  return root;
};

const listOf = (tree: Tree | undefined): readonly Tree[] => (isList(tree) ? tree : []);

const place = (root: Map<string, Tree>, path: readonly string[], value: Tree): void => {
  let parent = root;
  for (const key of path.slice(0, -1)) {
    const found = parent.get(key);
    // Every mapping on the way was made here, one for each key, so it may be written to.
    const child = found instanceof Map ? found : new Map<string, Tree>();
    parent.set(key, child);
    parent = child;
  }
  parent.set(path.at(-1) ?? "", isMapping(value) ? new Map(value) : value);
};
