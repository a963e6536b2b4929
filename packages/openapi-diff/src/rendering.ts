import { type Bump, bumpOf, type Change } from "./change.ts";
import { sentenceOf } from "./report.ts";
import { codeSpan, plainText } from "./text.ts";

/** One change as a report tells it. */
export interface ReportLine {
  readonly bump: Bump;
  readonly code: string;
  readonly pointer: string;
  /** Its sentence, in which whatever comes from a document has gone through `nameText` or `valueText`. */
  readonly sentence: string;
}

export interface ReportOptions {
  /**
   * Changes of a caller's own, told among those of the documents.
   *
   * @default []
   */
  readonly more?: readonly ReportLine[] | undefined;
}

/** The report for a terminal: the verdict, then every change, the weightiest first. */
export const renderText = (changes: readonly Change[], { more = [] }: ReportOptions = {}): string => {
  const lines = linesOf(changes, more);
  if (lines.length === 0) return "none: nothing changed for a client.\n";
  const count = lines.length === 1 ? "one change" : `${lines.length} changes`;
  const texts = lines.map(
    ({ bump, code, pointer, sentence }) =>
      `  ${bump.padEnd("patch".length)}  ${sentence}\n         ${`${code} ${plainText(pointer)}`.trimEnd()}`,
  );
  return `${bumpOf(lines)}: ${count}\n${texts.join("\n")}\n`;
};

const linesOf = (changes: readonly Change[], more: readonly ReportLine[]): readonly ReportLine[] => {
  const lines = changes.map((change) => ({
    bump: change.bump,
    code: change.code,
    pointer: change.subject.pointer,
    sentence: sentenceOf(change),
  }));
  return groups.flatMap((bump) => [...lines, ...more].filter((line) => line.bump === bump));
};

const groups: readonly Bump[] = ["major", "minor", "patch"];

/** The report for a pull request: the changes by what they ask of the next version. */
export const renderMarkdown = (changes: readonly Change[], { more = [] }: ReportOptions = {}): string => {
  const lines = linesOf(changes, more);
  const sections = groups.flatMap((bump) => {
    const group = lines.filter((line) => line.bump === bump);
    return group.length === 0 ? [] : [`**${titles[bump]}**`, ...folded(group, bump)];
  });
  const verdict = bumpOf(lines) === "none" ? "**none**: nothing changed for a client." : `**${bumpOf(lines)}**`;
  return `${[verdict, ...sections].join("\n\n")}\n`;
};

const titles: Readonly<Record<Bump, string>> = { major: "Breaks", minor: "Adds", patch: "Rewords" };

/** What only rewords folds away where there is much of it. */
const folded = (lines: readonly ReportLine[], bump: Bump): readonly string[] => {
  const list = lines
    .map(({ code, pointer, sentence }) => {
      const where = pointer === "" ? "" : ` ${codeSpan(plainText(pointer))}`;
      return `- ${sentence} <sub>${codeSpan(code)}${where}</sub>`;
    })
    .join("\n");
  if (bump !== "patch" || lines.length <= longestPlainList) return [list];
  return [`<details><summary>${lines.length} changes of texts and bounds</summary>`, list, "</details>"];
};

// More lines of texts than these hide what matters above them.
const longestPlainList = 5;
