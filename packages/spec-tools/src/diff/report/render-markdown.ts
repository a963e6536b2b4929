import { mdCode, mdSentence } from "../../text/markdown-text.ts";
import type { Bump } from "../bump.ts";
import type { ApiDiff, DiffReport, Reason } from "./diff-report.ts";

/** The report for a pull request: a table of verdicts, then the reasons of each API by their bump. */
export const renderMarkdown = ({ apis }: DiffReport): string => {
  const rows = apis.map(({ api, bump, reasons }) => `| ${api} | **${bump}** | ${reasons.length} |`);
  const sections = apis.filter(({ reasons }) => reasons.length > 0).map(sectionOf);
  return `${["## Changes of the specs", "", "| API | bump | reasons |", "|---|---|---|", ...rows, ...sections].join("\n")}\n`;
};

const sectionOf = ({ api, reasons }: ApiDiff): string => {
  const groups = (["major", "minor", "patch"] as const).flatMap((bump) => {
    const group = reasons.filter((reason) => reason.bump === bump);
    return group.length === 0 ? [] : [`\n**${titles[bump]}**\n`, ...shortened(group, bump)];
  });
  return `\n### ${api}\n${groups.join("\n")}`;
};

const titles: Readonly<Record<Exclude<Bump, "none">, string>> = { major: "Breaks", minor: "Adds", patch: "Rewords" };

/** What only rewords folds away where there is much of it. */
const shortened = (reasons: readonly Reason[], bump: Bump): readonly string[] => {
  const lines = reasons.map(lineOf);
  if (bump !== "patch" || lines.length <= longestPlainList) return lines;
  return [`<details><summary>${lines.length} changes of texts and bounds</summary>`, "", ...lines, "", "</details>"];
};

// More lines of texts than these hide what matters above them.
const longestPlainList = 5;

const lineOf = ({ message, pointer, seenBy, old, new: revised }: Reason): string => {
  const values = old === null && revised === null ? "" : ` (${cell(old)} → ${cell(revised)})`;
  return `- ${mdSentence(message)}${values} <sub>${seenBy} ${mdCode(pointer)}</sub>`;
};

const cell = (value: unknown): string => {
  if (value === null) return "nothing";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const short = text.length > longestCell ? `${text.slice(0, longestCell)}…` : text;
  return mdCode(short);
};

// What fits on a line beside the sentence.
const longestCell = 60;
