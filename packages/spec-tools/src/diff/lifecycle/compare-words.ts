import { type StatusKind, phaseOf, type Scalar, type XState } from "@genwait/lifecycle";

import type { Finding } from "../finding.ts";
import type { Schema } from "../schema/schema.ts";
import { shown } from "../schema/spot.ts";
import { type StateWords, wordsOfState } from "./words-of-state.ts";

/** One side of a comparison: what the declaration says, and the schemas it is about. */
export interface StateSide {
  readonly state: XState;
  readonly schemas: readonly Schema[];
  readonly pointer: string;
}

/** The words in which a service tells a state: those no phase knows, ends that are never told any more, words that mean something else. */
export const compareWords = (subject: string, old: StateSide, revised: StateSide): readonly Finding[] => {
  const [before, after] = [wordsOfState(old.state, old.schemas), wordsOfState(revised.state, revised.schemas)];
  return [
    ...unknownWords(subject, before, after, revised.state),
    ...lostEnds(subject, before, after),
    ...meanings(subject, before, after, revised.pointer),
    ...compareOtherwise(subject, old, revised),
  ];
};

const isUnknown = (words: StateWords, word: Scalar): boolean =>
  words.listed?.includes(word) === true && !words.kinds.has(word);

const unknownWords = (subject: string, before: StateWords, after: StateWords, state: XState): readonly Finding[] => {
  const unknown = (after.listed ?? []).filter((word) => isUnknown(after, word) && !isUnknown(before, word));
  if (unknown.length === 0) return [];
  return [
    {
      bump: "minor",
      change: "unknown-word",
      pointer: after.pointer ?? "",
      message: `${listed(unknown)} will be treated as ${state.otherwise ?? "pending"} until the overlay names ${unknown.length === 1 ? "it" : "them"}.`,
      old: before.listed,
      new: after.listed,
    },
  ];
};

/** A client that is out there knows the old words only: when the last word for an end goes, it never sees that end again. */
const lostEnds = (subject: string, before: StateWords, after: StateWords): readonly Finding[] => {
  const lost = (before.listed ?? []).filter((word) => after.listed !== undefined && !after.listed.includes(word));
  return lost.flatMap((word): readonly Finding[] => {
    const kind = before.kinds.get(word);
    if (kind === undefined || kind === "pending") return [];
    const remains = (after.listed ?? []).some((other) => before.kinds.get(other) === kind);
    return [
      {
        bump: remains ? "minor" : "major",
        change: `lost-end-${String(word)}`,
        pointer: after.pointer ?? before.pointer ?? "",
        message: `${subject} never says ${shown(word)} any more, which meant ${kindText(kind)}${remains ? "; other words for it remain" : ""}.`,
        old: before.listed,
        new: after.listed,
      },
    ];
  });
};

const meanings = (subject: string, before: StateWords, after: StateWords, pointer: string): readonly Finding[] =>
  [...new Set([...before.kinds.keys(), ...after.kinds.keys()])].flatMap((word): readonly Finding[] => {
    const [was, is] = [before.kinds.get(word), after.kinds.get(word)];
    if (was === is) return [];
    return [
      {
        bump: bumpOfMeaning(was, is),
        change: `meaning-${String(word)}`,
        pointer: `${pointer}/state`,
        message: `${shown(word)} now means ${is === undefined ? "nothing" : kindText(is)} for ${subject.charAt(0).toLowerCase()}${subject.slice(1)}; it meant ${was === undefined ? "nothing" : kindText(was)}.`,
        old: was,
        new: is,
      },
    ];
  });

/** A word that got a meaning helps; one that lost an end, or leads to another phase, turns what callers do. */
const bumpOfMeaning = (was: StatusKind | undefined, is: StatusKind | undefined): "major" | "minor" | "patch" => {
  if (was === undefined) return "minor";
  if (is === undefined) return was === "pending" ? "patch" : "major";
  return phaseOf(was) === phaseOf(is) ? "minor" : "major";
};

const compareOtherwise = (subject: string, old: StateSide, revised: StateSide): readonly Finding[] => {
  const [was, is] = [old.state.otherwise ?? "pending", revised.state.otherwise ?? "pending"];
  if (was === is) return [];
  return [
    {
      bump: "major",
      change: "otherwise",
      pointer: `${revised.pointer}/state/otherwise`,
      message: `A status that is not listed now means ${is} for ${subject.charAt(0).toLowerCase()}${subject.slice(1)}; it meant ${was}.`,
      old: was,
      new: is,
    },
  ];
};

const kindText = (kind: StatusKind): string => (kind === "pending" ? "that it is not over" : kind);

const listed = (words: readonly Scalar[]): string => words.map(shown).join(", ");
