import { Document, Pair, Scalar, YAMLMap, YAMLSeq } from "yaml";

import { isList, isMapping, type Mapping, type Tree } from "./tree.ts";

const lineWidth = 80;

/**
 * Writes a tree as YAML to be read and compared by people: block style, the tree's key order, a long sentence folded under `>-`, several
 * lines kept under `|`. The same tree always gives the same bytes. Words that YAML 1.1 takes for something else (`no`, `12:30`, a date)
 * are quoted, so every parser reads the same values.
 */
export const yamlOfTree = (tree: Tree, options: { readonly comment?: string } = {}): string => {
  const document = new Document(undefined, { version: "1.2", compat: "yaml-1.1", uniqueKeys: false });
  document.contents = nodeOf(tree, 0);
  const body = document.toString({ lineWidth, singleQuote: true, blockQuote: true, indent: 2 });
  return options.comment === undefined ? body : `# ${options.comment}\n${body}`;
};

type TreeNode = YAMLMap | YAMLSeq | Scalar;

const nodeOf = (tree: Tree, column: number, keyLength = 0): TreeNode => {
  if (isMapping(tree)) return mapNode(tree, column);
  if (!isList(tree)) return scalarNode(tree, column + keyLength);
  const list = new YAMLSeq<TreeNode>();
  list.items = tree.map((item) => nodeOf(item, column + 2));
  list.flow = tree.length === 0;
  return list;
};

const mapNode = (mapping: Mapping, column: number): YAMLMap => {
  const map = new YAMLMap<Scalar, TreeNode>();
  map.flow = mapping.size === 0;
  for (const [key, value] of mapping) {
    const child = nodeOf(value, isScalarTree(value) ? column : column + 2, key.length + 2);
    map.items.push(new Pair(new Scalar(key), child));
  }
  return map;
};

const isScalarTree = (tree: Tree): boolean => !isMapping(tree) && !isList(tree);

const scalarNode = (value: Tree, before: number): Scalar => {
  const node = new Scalar(value);
  if (typeof value === "string") node.type = styleOf(value, before);
  return node;
};

const styleOf = (text: string, before: number): Scalar.Type => {
  if (unprintable.test(text)) return Scalar.QUOTE_DOUBLE;
  if (text.includes("\n")) return blankOrIndented.test(text) ? Scalar.QUOTE_DOUBLE : Scalar.BLOCK_LITERAL;
  if (before + text.length > lineWidth && /^\S+( \S+)+$/.test(text)) return Scalar.BLOCK_FOLDED;
  return Scalar.PLAIN;
};

/** What YAML escapes or takes for a line end; only a double-quoted string carries it unharmed. */
const unprintable = /[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u;

/** A block that begins with a space, or has a line of nothing but spaces, is read back differently from how it was written. */
const blankOrIndented = /^[\s]|\n[ \t]+(?:\n|$)/;
