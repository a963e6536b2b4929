import type { Bump } from "../diff/bump.ts";
import { mdSentence } from "../text/markdown-text.ts";
import { type Entry, sentenceOf } from "./entry.ts";

export interface ChangesetContent {
  readonly package: string;
  readonly bump: Bump;
  /** The weightiest first. */
  readonly entries: readonly Entry[];
}

/** The text of a changeset: its first sentence is the changelog's line, what follows is its detail, and at the end what callers must do. */
export const changesetText = ({ package: name, bump, entries }: ChangesetContent): string => {
  const [first, ...rest] = entries.map((entry) => mdSentence(sentenceOf(entry)));
  const hints = [
    ...new Set(entries.flatMap(({ hint, what }) => (hint === undefined ? [] : [sentenceOf({ sentence: hint, what })]))),
  ];
  const parts = [
    `---\n${JSON.stringify(name)}: ${bump}\n---`,
    first ?? "Took over what the vendor's document says now.",
    rest.map((sentence) => `- ${sentence}`).join("\n"),
    hints.length === 0 ? "" : `Migration:\n\n${hints.map((hint) => `- ${mdSentence(capital(hint))}`).join("\n")}`,
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
