import {
  type Bump,
  bumpOf,
  type Change,
  type ChangelogEntry,
  codeSpan,
  listText,
  nameText,
  operationText,
  plainText,
  type Subject,
  valueText,
} from "@genwait/openapi-diff";

import { packageName } from "../codegen/names.ts";
import type { BrokenTypes, CodeSide } from "./types/broken-types.ts";

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
  /** The packages could not be compiled, so that nothing is known of their types. */
  "types-unknown": { readonly bump: "patch"; readonly reason: string };
  "types-broken": { readonly bump: "major" } & Pick<BrokenTypes, "component" | "side" | "problem">;
}

/** What each change of our own is called in a report: one sentence, with everything that comes from a document in code spans. */
export const ownReportText: { readonly [C in OwnCode]: (change: OwnChange<C>) => string } = {
  "api-added": ({ api }) => `The API ${nameText(api)} is new.`,
  "api-removed": ({ api }) => `The API ${nameText(api)} is gone, and its package with it.`,
  "overlay-action-unused": ({ index, target }) =>
    `The overlay's action ${index + 1}, ${nameText(target)}, no longer matches anything: correct its target or remove it.`,
  "types-unknown": ({ reason }) => `The types could not be compared: ${shownText(reason)}.`,
  "types-broken": (change) => brokenText(change),
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
  "types-unknown": () => ({ sentence: "Changed types that could not be compared." }),
  "types-broken": (change) => {
    const { side, subject, problem } = change;
    const part = "names" in problem && problem.names.length > 0 ? `${nameText(problem.names.join("."))} in ` : "";
    return {
      sentence: `Changed the type of ${part}${ownerOf(change)}.`,
      hint:
        side === "arguments"
          ? `Adjust the arguments of ${operationsOf(subject)} where they no longer compile.`
          : `Adjust the code that reads the result of ${operationsOf(subject)} where it no longer compiles.`,
    };
  },
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

/** What of the types breaks, with the member and what it belongs to. */
const brokenText = (change: OwnChange<"types-broken">): string => {
  const { problem, side, subject } = change;
  const operations = operationsOf(subject);
  const whole = ownerOf(change);
  const at = (names: readonly string[]): string =>
    names.length === 0 ? whole : `${nameText(names.join("."))} in ${whole}`;
  switch (problem.kind) {
    case "member-gone":
      return `The type of ${whole} no longer has ${nameText(problem.names.join("."))}: code that ${verbOf(side)} it no longer compiles.`;
    case "member-changed":
      return `The type of ${at(problem.names)} was ${shownText(problem.before)} and is ${shownText(problem.now)}: code that ${verbOf(side)} it no longer compiles.`;
    case "members-needed":
      return `The type of ${at(problem.names)} now asks for ${listText(problem.needed.map(nameText))}: code that leaves ${problem.needed.length === 1 ? "it" : "them"} out no longer compiles.`;
    case "member-optional":
      return `The type of ${at(problem.names)} may be missing now: code that relies on it no longer compiles.`;
    case "value-gone":
      return `The type of ${at(problem.names)} can no longer be ${problem.value === undefined ? "any text" : valueText(problem.value)}: code that compares with it no longer compiles.`;
    case "whole-changed":
      return `The type of ${at(problem.names)} is another: code written for the old one no longer compiles.`;
    case "maybe-nothing":
      return `The result of ${operations} may now be undefined: code that reads it no longer compiles.`;
    case "call-refused":
      return `A call of ${operations} with the arguments that it took no longer compiles.`;
    case "name-gone":
      return `The package no longer has ${nameText(problem.name)}, of ${operations}: code that names it no longer compiles.`;
  }
};

/** What a broken type belongs to. */
const ownerOf = ({ side, component, subject }: OwnChange<"types-broken">): string =>
  component === undefined
    ? `the ${side} of ${operationsOf(subject)}`
    : `the schema ${nameText(component)} (${side === "arguments" ? "requests" : "responses"} of ${operationsOf(subject)})`;

const verbOf = (side: CodeSide): string => (side === "arguments" ? "gives" : "reads");

/** A text of a compiler's, of which the first line says enough. */
const shownText = (text: string): string => {
  const line = text.split("\n")[0]?.replace(/\.$/, "") ?? "";
  return codeSpan(plainText(line.length > longest ? `${line.slice(0, longest - 1)}…` : line));
};

const longest = 160;
