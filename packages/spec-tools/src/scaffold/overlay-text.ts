import { Document, isCollection, isMap, isPair, isScalar, type Node, visit } from "yaml";

import type { Json } from "../openapi/json.ts";
import type { SpecFile } from "../openapi/yaml-file.ts";
import { terminalText } from "../text/terminal-text.ts";
import { yamlComment } from "../text/yaml-text.ts";
import type { GuessedAction, MissingAction } from "./guessed-action.ts";
import type { GuessedOverlay } from "./guess-overlay.ts";

/** Where an overlay's schema is found from beside it, and what has written it. */
export interface OverlayOrigin {
  readonly schema: string;
  readonly command: string;
}

/** The overlay as it is written for a person to go on with: every action with its mark, what is open as comments that begin "Fill in". */
export const overlayText = (
  { title, actions, missing }: GuessedOverlay,
  { schema, command }: OverlayOrigin,
): string => {
  const head = [
    `# yaml-language-server: $schema=${schema}`,
    `# Written by \`${command}\`, which only guessed. Look at every action: correct it, and say in its description where the fact stands`,
    '# (documented: <page>, observed: <where>). What begins with "Fill in" is yours; delete the note when it is done.',
    "overlay: 1.0.0",
    "info:",
    `  title: ${JSON.stringify(`What is known of ${title} beside its OpenAPI document, and the lifecycle of its jobs`)}`,
    "  version: 1.0.0",
    actions.length === 0 ? "actions: []" : "actions:",
  ];
  return `${[...head, ...missing.map(missingText), ...actions.map(actionText)].join("\n")}\n`;
};

const missingText = ({ note, sketch }: MissingAction): string =>
  [note, ...sketch].map((line) => `  ${yamlComment(line)}`).join("\n");

const actionText = ({ target, description, update, remove, gaps = [] }: GuessedAction): string => {
  // What two places share would become an anchor and an alias.
  const own = update === undefined ? {} : { update: asOwn(update) };
  const document = new Document([{ target, description, ...own, ...(remove && { remove }) }]);
  for (const { path, note } of gaps) noteAt(document, ["update", ...path], note);
  visit(document, {
    Collection: (_, node, way) => {
      // The list of one action, the action and what it updates stand on lines of their own; what is small and deep on one.
      node.flow = way.length > 4 && !hasNote(node) && JSON.stringify(node.toJSON()).length <= widest;
      return undefined;
    },
    Scalar: (key, node, way) => {
      const parent = way.at(-1);
      const isDescription =
        key === "value" &&
        isPair(parent) &&
        isScalar(parent.key) &&
        parent.key.value === "description" &&
        way.length <= 4;
      if (isDescription) node.type = "QUOTE_DOUBLE";
    },
  });
  return indented(document.toString({ lineWidth: 0, flowCollectionPadding: true, singleQuote: false }).trimEnd());
};

const asOwn = (value: Json): unknown => JSON.parse(JSON.stringify(value));

const widest = 90;

/** Puts a comment above the member at the end of the way, or above the first member on the way that is there. */
const noteAt = (document: Document, path: readonly string[], note: string): void => {
  let node: unknown = document.getIn([0], true);
  let last: Node | undefined;
  for (const key of path) {
    const pair = isMap(node) ? node.items.find((item) => isScalar(item.key) && item.key.value === key) : undefined;
    if (pair === undefined || !isScalar(pair.key)) break;
    last = pair.key;
    node = pair.value;
  }
  if (last === undefined) return;
  last.commentBefore = [last.commentBefore, ` ${terminalText(note)}`]
    .filter((text) => text !== undefined && text !== null)
    .join("\n");
};

const hasNote = (node: unknown): boolean => {
  let found = false;
  if (isCollection(node)) {
    visit(node, {
      Scalar: (_, { commentBefore }) => {
        if (commentBefore === undefined || commentBefore === null) return undefined;
        found = true;
        return visit.BREAK;
      },
    });
  }
  return found;
};

const indented = (text: string): string =>
  text
    .split("\n")
    .map((line) => (line === "" ? line : `  ${line}`))
    .join("\n");

/** A note that waits for a person, where it stands. */
export interface LeftToFillIn {
  readonly file: string;
  readonly line: number;
  readonly note: string;
}

/** The notes of a file that begin with "Fill in". */
export const leftToFillIn = ({ path, text }: SpecFile): readonly LeftToFillIn[] =>
  text.split("\n").flatMap((content, index) => {
    const note = /^\s*# Fill in: (.+)$/.exec(content)?.[1];
    return note === undefined ? [] : [{ file: path, line: index + 1, note }];
  });
