import leven from "leven";

import { builtIns } from "./built-in.ts";
import type { ScenarioBook } from "./scenario-book.ts";

/** Why nobody knows an id, and what to do about it; `parameter` is what the path calls it. */
export const hintFor = (id: string, book: ScenarioBook, parameter: string = ""): string => {
  if (isLost(id) || (parameter !== "" && id === parameter)) return `the id is "${id}": the program has lost it`;
  return id.startsWith("mock-") ? reasonFor(id.slice("mock-".length), book, "mock-") : otherwise;
};

/** Why a text chooses no scenario, and which one may be meant: a whole sentence, with its mark at the end. */
export const lackOf = (text: string, book: ScenarioBook): string => {
  const reason = reasonFor(text, book, "");
  return reason.endsWith("?") ? reason : `${reason}.`;
};

const reasonFor = (text: string, book: ScenarioBook, prefix: string): string => {
  const range = book.rangeOf(text);
  if (range !== undefined) return range;
  const none = `there is no scenario ${JSON.stringify(text)}`;
  const plain = text.startsWith("mock-") ? text.slice("mock-".length) : text;
  const meant =
    book.find(plain)?.name ??
    closest(plain, [...book.list().map((listed) => listed.name), ...builtIns.map((builtIn) => builtIn.name)]);
  if (meant !== undefined) return `${none}; did you mean ${prefix}${meant}?`;
  return prefix === "" ? none : `${none}; GET /_mock/scenarios lists them`;
};

const otherwise =
  "nobody has created this id; send a create first, take an id such as mock-succeeded, or start the mock with anyId";

// What remains in an address of a variable without a value, of an object or a function, and of a template that nobody
// filled in.
const isLost = (id: string): boolean => {
  const text = decoded(id).trim();
  return text === "" || leftovers.some((leftover) => leftover.test(text));
};

const leftovers: readonly RegExp[] = [
  /^(?:undefined|null|nil|none|nan|true|false)$/i,
  /^\[object\b.*\]/i,
  /^[$#]?\{.*\}$/,
  /^<.*>$/,
  /^:\w+$/,
  /^%[sd]$/,
  /^Promise \{/,
  /^Symbol\(/,
  /^(?:async )?function\b.*\(/,
  /^(?:async )?\(.*\) ?=>/,
];

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const closest = (name: string, names: readonly string[]): string | undefined => {
  const words = name.toLowerCase().split("-");
  // What follows a name is free, so each beginning may be the mistyped one.
  const beginnings = words.map((_, index) => words.slice(0, index + 1).join("-"));
  const distances = names.flatMap((known) =>
    beginnings.map((beginning) => ({ known, distance: leven(beginning, known, { maxDistance: 3 }) })),
  );
  const [best] = distances
    .filter(({ distance, known }) => distance <= Math.min(2, known.length - 2))
    .toSorted((a, b) => a.distance - b.distance);
  return best?.known;
};
