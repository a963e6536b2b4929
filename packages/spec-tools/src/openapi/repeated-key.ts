import { type Document, isAlias, isMap, isScalar, isSeq, type Scalar } from "yaml";

/** A key that stands twice in one mapping, and where it stands the second time. */
export interface RepeatedKey {
  readonly why: string;
  readonly offset: number;
}

/**
 * The first key of a parsed document that its mapping already has: JSON keeps the last of two, and a reader the first.
 *
 * The parser's own check compares each key with every other, which takes minutes for a page of 5 MB: parse with `uniqueKeys: false`.
 */
export const repeatedKey = (document: Document): RepeatedKey | undefined => {
  // Walked in the order of the text, so that an alias means the nearest anchor above it.
  const anchors = new Map<string, unknown>();
  const find = (node: unknown): RepeatedKey | undefined => {
    if ((isScalar(node) || isMap(node) || isSeq(node)) && node.anchor !== undefined) anchors.set(node.anchor, node);
    if (isSeq(node)) return firstOf(node.items, find);
    if (!isMap(node)) return undefined;
    const names = new Set<string>();
    return firstOf(node.items, ({ key, value }) => {
      const inKey = find(key);
      const scalar = isAlias(key) ? anchors.get(key.source) : key;
      if (isScalar(scalar) && !isMergeKey(scalar)) {
        const name = nameOf(scalar);
        if (names.has(name))
          return { why: `the key ${JSON.stringify(name)} stands twice in one mapping`, offset: offsetOf(key) };
        names.add(name);
      }
      return inKey ?? find(value);
    });
  };
  return find(document.contents);
};

const firstOf = <Item>(
  items: readonly Item[],
  find: (item: Item) => RepeatedKey | undefined,
): RepeatedKey | undefined => {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
};

const isMergeKey = ({ value, type }: Scalar): boolean => value === "<<" && type === "PLAIN";

/** `200` and `"200"` are one key: as it was written, whatever YAML takes it for. */
const nameOf = ({ value, source }: Scalar): string => (typeof value === "string" ? value : (source ?? String(value)));

const offsetOf = (node: unknown): number => {
  const range: unknown = typeof node === "object" && node !== null && "range" in node ? node.range : undefined;
  return Array.isArray(range) ? Number(range[0]) : 0;
};
