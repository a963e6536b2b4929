import { isList, isMapping, type Tree } from "./tree.ts";

/** A value in one short line, for a message. */
export const excerptOfTree = (tree: Tree | undefined): string => {
  if (tree === undefined) return "absent";
  if (isMapping(tree)) return tree.size === 0 ? "{}" : `a mapping with ${shorten([...tree.keys()].join(", "))}`;
  if (isList(tree)) return isScalarList(tree) ? `[${shorten(tree.map(excerptOfTree).join(", "))}]` : `a list of ${tree.length}`;
  return typeof tree === "string" ? `"${shorten(tree)}"` : String(tree);
};

const isScalarList = (list: readonly Tree[]): boolean => list.every((item) => !isMapping(item) && !isList(item));

/** Sixty characters: two of them still fit a line of a terminal beside the pointer. */
const shorten = (text: string): string => {
  const line = text.replace(/\s+/g, " ");
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
};
