import { resolvePointer, type Scalar } from "@genwait/lifecycle";

import type { ResponseMember } from "./response-members.ts";
import type { FoundExample } from "./found-operations.ts";
import { isKnownWord, kindOfWord } from "./status-words.ts";

/** The values that a status member takes, each with the word that tells its meaning, and how they were found. */
export interface StatusWords {
  readonly values: ReadonlyMap<Scalar, string>;
  /** For the reader of the overlay: `the enum at /status`. */
  readonly source: string;
}

/** Looks for a status member's values: in its enum, in its description, in the examples. */
export const wordsOfStatus = ({ schema, pointer }: ResponseMember, examples: readonly FoundExample[]): StatusWords => {
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
