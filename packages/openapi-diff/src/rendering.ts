import { type Bump, bumpOf, type Change } from "./change.ts";
import { sentenceOf } from "./report.ts";
import { codeSpan, plainText } from "./text.ts";

/** The report for a terminal: the verdict, then every change, the weightiest first. */
export const renderText = (changes: readonly Change[]): string => {
  if (changes.length === 0) return "none: nothing changed for a client.\n";
  const count = changes.length === 1 ? "one change" : `${changes.length} changes`;
  const lines = changes.map(
    (change) =>
      `  ${change.bump.padEnd("patch".length)}  ${sentenceOf(change)}\n         ${change.code} ${plainText(change.subject.pointer)}`,
  );
  return `${bumpOf(changes)}: ${count}\n${lines.join("\n")}\n`;
};

/** The report for a pull request: the changes by what they ask of the next version. */
export const renderMarkdown = (changes: readonly Change[]): string => {
  const groups = (["major", "minor", "patch"] as const).flatMap((bump) => {
    const group = changes.filter((change) => change.bump === bump);
    return group.length === 0 ? [] : [`**${titles[bump]}**`, ...folded(group, bump)];
  });
  const verdict = bumpOf(changes) === "none" ? "**none**: nothing changed for a client." : `**${bumpOf(changes)}**`;
  return `${[verdict, ...groups].join("\n\n")}\n`;
};

const titles: Readonly<Record<Bump, string>> = { major: "Breaks", minor: "Adds", patch: "Rewords" };

/** What only rewords folds away where there is much of it. */
const folded = (changes: readonly Change[], bump: Bump): readonly string[] => {
  const list = changes
    .map(
      (change) =>
        `- ${sentenceOf(change)} <sub>${codeSpan(change.code)} ${codeSpan(plainText(change.subject.pointer))}</sub>`,
    )
    .join("\n");
  if (bump !== "patch" || changes.length <= longestPlainList) return [list];
  return [`<details><summary>${changes.length} changes of texts and bounds</summary>`, list, "</details>"];
};

// More lines of texts than these hide what matters above them.
const longestPlainList = 5;
