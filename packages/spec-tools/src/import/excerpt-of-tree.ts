import { isList, isMapping, type Tree } from "./tree.ts";

/** A value in one short line, for a message: sixty characters, so that it fits beside its pointer. */
export const excerptOfTree = (tree: Tree | undefined): string => {
  if (tree === undefined) return "absent";
  const line = lineOf(tree, 60);
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
};

/** Stops soon after `room` characters: the value may be a whole document. */
const lineOf = (tree: Tree, room: number): string => {
  if (isMapping(tree))
    return `{${joined([...tree].slice(0, room), ([key, value], left) => `${key}: ${lineOf(value, left)}`, room)}}`;
  if (isList(tree)) return `[${joined(tree.slice(0, room), lineOf, room)}]`;
  return typeof tree === "string" ? JSON.stringify(tree.slice(0, room + 1)) : String(tree);
};

const joined = <Item>(items: readonly Item[], textOf: (item: Item, room: number) => string, room: number): string => {
  let text = "";
  for (const item of items) {
    if (text.length > room) break;
    text += (text === "" ? "" : ", ") + textOf(item, room - text.length);
  }
  return text;
};
