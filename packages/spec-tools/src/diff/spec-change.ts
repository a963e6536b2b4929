import {
  type Bump,
  bumpOf,
  type Change,
  type ChangelogEntry,
  codeSpan,
  listText,
  nameText,
  operationText,
  type Subject,
} from "@genwait/openapi-diff";

import { packageName } from "../codegen/names.ts";
import type { BrokenTypes, TypeProblem } from "./types/broken-types.ts";

/** A change of a spec: of its merged document, or one that only this project knows. */
export type SpecChange = Change | OwnChange;

/** What changed in one API, the weightiest first, and the verdict on its package. */
export interface ApiDiff {
  readonly api: string;
  readonly bump: Bump | "none";
  readonly changes: readonly SpecChange[];
}

/** A change that two documents do not show: an API as a whole, its overlay, its generated types. */
export type OwnChange<C extends OwnCode = OwnCode> = {
  [K in C]: { readonly code: K; readonly subject: Pick<Subject, "operations" | "pointer"> } & OwnFacts[K];
}[C];

type OwnCode = keyof OwnFacts;

interface OwnFacts {
  "api-added": { readonly bump: "minor"; readonly api: string };
  "api-removed": { readonly bump: "major"; readonly api: string };
  /** An action of the overlay lost what it pointed at: what it said of the API is no longer in the merged document. */
  "overlay-action-unused": {
    readonly bump: "minor";
    /** From 0. */
    readonly index: number;
    readonly target: string;
  };
  "types-broken": { readonly bump: "major" } & Pick<BrokenTypes, "side" | "problem">;
}

/** What each change of our own is called in a report: one sentence, with everything that comes from a document in code spans. */
export const ownReportText: { readonly [C in OwnCode]: (change: OwnChange<C>) => string } = {
  "api-added": ({ api }) => `The API ${nameText(api)} is new.`,
  "api-removed": ({ api }) => `The API ${nameText(api)} is gone, and its package with it.`,
  "overlay-action-unused": ({ index, target }) =>
    `The overlay's action ${index + 1}, ${nameText(target)}, no longer matches anything: correct its target or remove it.`,
  "types-broken": ({ side, problem, subject }) => brokenText(problem, side, operationsOf(subject)),
};

/** What each is called in a changelog, and for those that break what a caller has to do. */
export const ownChangelogText: {
  readonly [C in OwnCode]: (change: OwnChange<C>) => Omit<ChangelogEntry, "bump">;
} = {
  "api-added": ({ api }) => ({ sentence: `Added the API ${nameText(api)}.` }),
  "api-removed": ({ api }) => ({
    sentence: `Removed the API ${nameText(api)}.`,
    hint: `Stay on the last version if you call ${nameText(api)}, or give its client with ${codeSpan(`--api ${packageName(api)}`)}.`,
  }),
  "overlay-action-unused": ({ target }) => ({
    sentence: `Dropped what was said about ${nameText(target)}, which the service no longer has.`,
  }),
  "types-broken": ({ side, subject }) => ({
    sentence: `Changed the type of the ${side} of ${operationsOf(subject)}.`,
    hint:
      side === "arguments"
        ? `Adjust the arguments of ${operationsOf(subject)} where they no longer compile.`
        : `Adjust the code that reads the result of ${operationsOf(subject)} where it no longer compiles.`,
  }),
};

/** The sentence of a change of our own in a report. */
export const ownSentenceOf = <C extends OwnCode>(change: OwnChange<C>): string => {
  const tell: (change: OwnChange<C>) => string = ownReportText[change.code];
  return tell(change);
};

/** The line of a change of our own in a changelog. */
export const ownEntryOf = <C extends OwnCode>(change: OwnChange<C>): ChangelogEntry => {
  const tell: (change: OwnChange<C>) => Omit<ChangelogEntry, "bump"> = ownChangelogText[change.code];
  return { bump: change.bump, ...tell(change) };
};

/** Whether a change is one of our own. */
export const isOwnChange = (change: SpecChange): change is OwnChange => Object.hasOwn(ownReportText, change.code);

/** The changes of a spec, the weightiest first; of equals those of the document come first, and where keys go before all. */
export const apiDiffOf = (api: string, changes: readonly Change[], own: readonly OwnChange[]): ApiDiff => {
  const all = [...changes, ...own];
  const sorted = (["major", "minor", "patch"] as const).flatMap((bump) => all.filter((change) => change.bump === bump));
  return { api, bump: bumpOf(sorted), changes: sorted };
};

const operationsOf = ({ operations }: OwnChange["subject"]): string =>
  listText(operations.map((operation) => nameText(operationText(operation))));

const brokenText = (problem: TypeProblem, side: BrokenTypes["side"], operation: string): string => {
  switch (problem.kind) {
    case "argument-refused":
      return `${nameText(problem.name)} is no longer an argument of ${operation}.`;
    case "argument-missing":
      return `${nameText(problem.name)} is now an argument that ${operation} needs.`;
    case "member-unreadable":
      return `${nameText(problem.name)} can no longer be read from the result of ${operation}.`;
    case "maybe-undefined":
      return `The result of ${operation} may now be undefined.`;
    case "other":
      return `Code written for the old ${side} of ${operation} no longer compiles: ${nameText(problem.message.replace(/\.$/, ""))}.`;
  }
};
