import { resolvePointer, type Scalar, type StatusKind, statusKinds } from "@genwait/lifecycle";

import type { Resolve } from "../openapi/references.ts";
import { membersIn, plainName, type ResponseMember } from "./folded-schema.ts";
import type { FoundExample, FoundResponse } from "./found-operations.ts";
import { isKnownWord, kindOfWord } from "./status-words.ts";

/** Which member of a response, or of the entries of one of its lists, tells how far a job is. */
export interface GuessedState {
  readonly status: ResponseMember;
  /** The list whose entries have the status; absent when the response itself has it. */
  readonly list: ResponseMember | undefined;
  readonly values: ReadonlyMap<StatusKind, readonly Scalar[]>;
  /** Where the words stand. */
  readonly source: string;
  /** Values whose meaning is not said, or only half. */
  readonly unclear: readonly Scalar[];
}

/** The most telling status member of a response; undefined when it has none that knows both pending and terminal words. */
export const guessState = ({ schema, examples }: FoundResponse, resolve: Resolve): GuessedState | undefined => {
  const members = membersIn(schema, resolve);
  const direct = members.flatMap((status) => stateAt(status, undefined, examples));
  const inLists = members.flatMap((list) =>
    membersIn(list.schema.entry, resolve).flatMap((status) => stateAt(status, list, [])),
  );
  return [...direct, ...inLists].sort((left, right) => scoreOf(right) - scoreOf(left))[0];
};

const statusName = /^(?:[a-z]*(?:status|state|phase)|result|outcome)$/;

const stateAt = (
  status: ResponseMember,
  list: ResponseMember | undefined,
  examples: readonly FoundExample[],
): readonly GuessedState[] => {
  if (status.schema.members.size > 0 || !statusName.test(plainName(status.name))) return [];
  const { values, source } = wordsOfStatus(status, examples);
  const sorted = sortedByKind(values);
  const isTelling = sorted.values.has("succeeded") && sorted.values.size > 1;
  return isTelling ? [{ status, list, source, ...sorted }] : [];
};

const sortedByKind = (values: ReadonlyMap<Scalar, string>): Pick<GuessedState, "values" | "unclear"> => {
  const words = [...values.values()];
  const hasPlainSuccess = words.some((word) => isKnownWord(word) && kindOfWord(word) === "succeeded");
  const sorted = new Map<StatusKind, Scalar[]>();
  const unclear: Scalar[] = [];
  for (const [value, word] of values) {
    const kind = kindOfWord(word);
    // `TEXT_SUCCESS` beside `SUCCESS` is a step on the way.
    const isStep = kind === "succeeded" && !isKnownWord(word) && hasPlainSuccess;
    if (kind === undefined || ((kind === "succeeded" || kind === "pending") && !isKnownWord(word))) unclear.push(value);
    const place = kind === undefined || isStep ? "pending" : kind;
    sorted.set(place, [...(sorted.get(place) ?? []), value]);
  }
  return {
    values: new Map(statusKinds.flatMap((kind) => (sorted.has(kind) ? [[kind, sorted.get(kind) ?? []]] : []))),
    unclear,
  };
};

const scoreOf = ({ status, list, values }: GuessedState): number =>
  (values.has("pending") ? 4 : 0) +
  (values.has("failed") ? 2 : 0) +
  (/status|state/.test(plainName(status.name)) ? 2 : 0) -
  status.depth -
  (list === undefined ? 0 : 3 + list.depth);

/** A status member's values, each with the word that tells its meaning, and where they stand: in its enum, its description, the examples. */
const wordsOfStatus = (
  { schema, pointer }: ResponseMember,
  examples: readonly FoundExample[],
): { readonly values: ReadonlyMap<Scalar, string>; readonly source: string } => {
  const { words, description } = schema;
  const numbers = numberedWords(description);
  if (words.length > 0) {
    const values = new Map(words.filter(isScalar).map((word) => [word, numbers.get(String(word)) ?? String(word)]));
    return { values, source: `the enum at ${pointer}` };
  }
  if (numbers.size > 1) {
    const isText = schema.types.includes("string");
    const values = [...numbers].map(([number, word]) => [isText ? number : Number(number), word] as const);
    return { values: new Map(values), source: `the description of ${pointer}` };
  }
  const described = describedWords(description);
  const shown = examples.map(({ value }) => resolvePointer(value, pointer)).filter((word) => typeof word === "string");
  const values = new Map([...described, ...shown].map((word) => [word, word] as const));
  return { values, source: described.length > 0 ? `the description of ${pointer}` : `the examples of ${pointer}` };
};

const isScalar = (value: unknown): value is Scalar =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean";

/** `0: queued, 1 - processing, 2 (success)` → the words by their numbers. */
const numberedWords = (text: string): ReadonlyMap<string, string> => {
  const pairs = [...text.matchAll(/\b(\d{1,3})`?\s*(?::|=|-|–|—|\(|means|is)\s*["'`]?([A-Za-z][A-Za-z _-]{1,30})/g)];
  return new Map(
    pairs.flatMap(([, number, word]) => {
      const meaning = (word ?? "").trim();
      return number !== undefined && kindOfWord(meaning) !== undefined ? [[number, meaning] as const] : [];
    }),
  );
};

/** Words in quotes or backticks; without any, the enumeration after the last colon or "one of". */
const describedWords = (text: string): readonly string[] => {
  const marked = [...text.matchAll(/[`"'“‘]([A-Za-z][\w -]{0,30})[`"'”’]/g)].map((match) => match[1] ?? "");
  const known = marked.filter((word) => kindOfWord(word) !== undefined);
  if (known.length > 1) return [...new Set(known)];
  const list = text.split(/:|one of|values are|can be|either/i).at(-1) ?? "";
  const named = list.split(/[,;|/]|\bor\b|\band\b/).map((word) =>
    word
      .trim()
      .replace(/[.)`"']+$/, "")
      .replace(/^[(`"']+/, ""),
  );
  const plain = named.filter((word) => /^[A-Za-z][\w-]*$/.test(word) && isKnownWord(word));
  return plain.length > 1 ? [...new Set(plain)] : [];
};
