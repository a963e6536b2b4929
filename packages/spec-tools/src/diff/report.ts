import { type Change, codeSpan, nameText, renderMarkdown, renderText, type ReportLine } from "@genwait/openapi-diff";

import { type ApiDiff, isOwnChange, ownSentenceOf, type SpecChange } from "./spec-change.ts";

/** What `specs:diff --json` writes. */
export interface DiffReport {
  /** What the specs were compared with: a commit, or a file. */
  readonly base: Base;
  readonly apis: readonly ApiDiff[];
}

export interface Base {
  /** As it was given: `HEAD`, a branch, a path. */
  readonly name: string;
  /** The commit's short hash, where it is one. */
  readonly commit?: string;
}

/** The report for a terminal: for each API the verdict and its changes. */
export const reportText = ({ base, apis }: DiffReport): string =>
  apis.length === 0
    ? `There is nothing to compare: neither ${baseText(base)} nor specs/ here has an API.\n`
    : `Compared with ${baseText(base)}.\n\n${apis.map(({ api, changes }) => `${api}: ${renderText(...split(changes))}`).join("\n")}`;

/** The report for a pull request: a table of verdicts, then the changes of each API. */
export const reportMarkdown = ({ base, apis }: DiffReport): string => {
  const compared =
    apis.length === 0
      ? `There is nothing to compare: neither ${baseMarkdown(base)} nor \`specs/\` here has an API.`
      : `Compared with ${baseMarkdown(base)}.`;
  const rows = apis.map(({ api, bump, changes }) => `| ${api} | **${bump}** | ${changes.length} |`);
  const table = rows.length === 0 ? [] : [["| API | bump | changes |", "|---|---|---|", ...rows].join("\n")];
  const sections = apis
    .filter(({ changes }) => changes.length > 0)
    .flatMap(({ api, changes }) => [`### ${api}`, renderMarkdown(...split(changes)).trimEnd()]);
  return `${["## Changes of the specs", compared, ...table, ...sections].join("\n\n")}\n`;
};

const baseText = ({ name, commit }: Base): string => (commit === undefined ? name : `${name} (${commit})`);

const baseMarkdown = ({ name, commit }: Base): string =>
  commit === undefined ? nameText(name) : `${nameText(name)} (${codeSpan(commit)})`;

const split = (changes: readonly SpecChange[]): [readonly Change[], { readonly more: readonly ReportLine[] }] => {
  const own = changes.filter(isOwnChange);
  return [
    changes.filter((change): change is Change => !isOwnChange(change)),
    {
      more: own.map((change) => ({
        bump: change.bump,
        code: change.code,
        pointer: change.subject.pointer,
        sentence: ownSentenceOf(change),
      })),
    },
  ];
};
