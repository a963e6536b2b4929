import { type Change, codeSpan, nameText, renderMarkdown, renderText, type ReportLine } from "@genwait/openapi-diff";

import { type ApiDiff, isOwnChange, ownSentenceOf, type SpecChange } from "./spec-change.ts";

/** What `specs:diff --json` writes. */
export interface DiffReport {
  /** What the specs were compared with: a commit, or a file. */
  readonly base: Base;
  /** Whether both sides are the same to the byte, so that there was nothing to compare. */
  readonly isSame: boolean;
  readonly apis: readonly ApiDiff[];
}

export interface Base {
  /** As it was given: `HEAD`, a branch, a path. */
  readonly name: string;
  /** The commit's short hash, where it is one. */
  readonly commit?: string;
}

/** The report for a terminal: for each API the verdict and its changes. */
export const reportText = ({ base, isSame, apis }: DiffReport): string =>
  apis.length === 0
    ? `There is nothing to compare: neither ${baseText(base)} nor specs/ here has an API.\n`
    : `${comparedWith(baseText(base), isSame)}\n\n${apis.map(({ api, changes }) => `${api}: ${renderText(...split(changes))}`).join("\n")}`;

/** The report for a pull request: a table of verdicts, then the changes of each API. */
export const reportMarkdown = ({ base, isSame, apis }: DiffReport): string => {
  const compared =
    apis.length === 0
      ? `There is nothing to compare: neither ${baseMarkdown(base)} nor \`specs/\` here has an API.`
      : comparedWith(baseMarkdown(base), isSame);
  const rows = apis.map(({ api, bump, changes }) => `| ${api} | **${bump}** | ${changes.length} |`);
  const table = rows.length === 0 ? [] : [["| API | bump | changes |", "|---|---|---|", ...rows].join("\n")];
  const sections = apis
    .filter(({ changes }) => changes.length > 0)
    .flatMap(({ api, changes }) => [`### ${api}`, renderMarkdown(...split(changes)).trimEnd()]);
  return `${["## Changes of the specs", compared, ...table, ...sections].join("\n\n")}\n`;
};

const comparedWith = (base: string, isSame: boolean): string =>
  isSame
    ? `Compared with ${base}: it is the same to the byte, so there was nothing to compare. Another base may be meant.`
    : `Compared with ${base}.`;

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
