import leven from "leven";

import { builtIns } from "./built-in.ts";
import type { ScenarioBook } from "./scenario-book.ts";

/** Why nobody knows an id, and what to do about it. */
export const hintFor = (id: string, book: ScenarioBook): string => {
  if (isLost(id)) return `the id is "${id}": the program has lost it`;
  if (!id.startsWith("mock-")) return otherwise;
  const name = id.slice("mock-".length);
  const range = book.rangeOf(name);
  if (range !== undefined) return range;
  const close = closest(name, [
    ...book.list().map((listed) => listed.name),
    ...builtIns.map((builtIn) => builtIn.name),
  ]);
  return close === undefined
    ? `there is no scenario ${JSON.stringify(name)}; GET /_mock/scenarios lists them`
    : `there is no scenario ${JSON.stringify(name)}; did you mean mock-${close}?`;
};

const otherwise =
  "nobody has created this id; send a create first, take an id such as mock-succeeded, or start the mock with anyId";

// What remains in an address of a variable without a value, of an object, and of a template that nobody filled in.
const isLost = (id: string): boolean =>
  /^(?:undefined|null|nil|none|nan|true|false|\[object .*\]|\{.*\}|<.*>|:\w+|\$\{.*\})$/i.test(id.trim()) ||
  id.trim() === "";

const closest = (name: string, names: readonly string[]): string | undefined => {
  const words = name.split("-");
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
