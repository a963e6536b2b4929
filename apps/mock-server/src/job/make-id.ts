import type { Schema } from "../document/schema.ts";
import { samplePattern } from "./sample-pattern.ts";
import type { Random } from "./seeded.ts";

/**
 * An id in the style of an example: its prefix stays, its tail is drawn anew from the same kinds of characters, at least
 * twelve of them so that ids do not meet. Where the schemas of the places that it stands in want another form, it has that:
 * the example's with a character of the same kind in each place, else one drawn from the pattern.
 *
 * @example
 * ```ts
 * makeId("gen_01", seeded("a")); // "gen_483920174652"
 * makeId("gen_01", seeded("a"), [{ pattern: "^gen_[0-9]{2}$" }]); // "gen_48"
 * ```
 */
export const makeId = (
  example: string | number | undefined,
  random: Random,
  schemas: readonly Schema[] = [],
): string | number => {
  if (typeof example === "number") return Math.floor(random() * 2 ** 31);
  const model = schemas.some(({ format }) => format === "uuid") && !uuid.test(example ?? "") ? aUuid : (example ?? "");
  const { prefix, tail } = styleOf(model);
  let id = prefix;
  for (const part of tail) id += drawn(part, random);
  const wanted = schemas.filter(
    ({ pattern, minLength, maxLength }) => (pattern ?? minLength ?? maxLength) !== undefined,
  );
  if (fits(id, wanted)) return id;
  return formed(model, random, wanted) ?? id;
};

const drawn = (part: string, random: Random): string =>
  part.length === 1 ? part : (part[Math.floor(random() * part.length)] ?? "0");

const formed = (example: string, random: Random, wanted: readonly Schema[]): string | undefined => {
  const placed = [...example].map((character) => drawn(kindOf(character), random)).join("");
  if (isLong(placed) && fits(placed, wanted)) return placed;
  const patterns = wanted.flatMap(({ pattern }) => pattern ?? []);
  for (const pattern of patterns) {
    for (let time = 0; time < mostDraws; time++) {
      const sample = samplePattern(pattern, random);
      if (sample === undefined) break;
      if (sample !== "" && fits(sample, wanted)) return sample;
    }
  }
  if (patterns.length === 0) {
    const length = Math.min(...wanted.map(({ maxLength = mostCharacters }) => maxLength), mostCharacters);
    const least = Math.max(...wanted.map(({ minLength = 0 }) => minLength), 0);
    const kinds = alphabet(example);
    return Array.from({ length: Math.max(least, Math.min(length, shortestTail)) }, () => drawn(kinds, random)).join("");
  }
  if (fits(example, wanted) && example !== "") return changed(example, random, wanted);
  // Alternatives need not fit one text: the first is as good as any.
  return wanted.length > 1 ? formed(example, random, wanted.slice(0, 1)) : undefined;
};

// Where a pattern cannot be drawn from: the example, with each place changed that the schemas let change.
const changed = (example: string, random: Random, wanted: readonly Schema[]): string => {
  let id = example;
  for (let at = 0; at < example.length; at++) {
    const other = id.slice(0, at) + drawn(kindOf(id[at] ?? ""), random) + id.slice(at + 1);
    if (fits(other, wanted)) id = other;
  }
  return id;
};

// A short example's places are too few for ids that do not meet, where the pattern allows more.
const isLong = (id: string): boolean => id.length >= shortestTail;

const mostDraws = 8;
const mostCharacters = 200;

const kindOf = (character: string): string => {
  if (/\d/.test(character)) return "0123456789";
  if (/[a-z]/.test(character)) return lower;
  return /[A-Z]/.test(character) ? lower.toUpperCase() : character;
};

const fits = (id: string, schemas: readonly Schema[]): boolean =>
  schemas.every(
    ({ pattern, minLength = 0, maxLength = Number.POSITIVE_INFINITY }) =>
      id.length >= minLength && id.length <= maxLength && (pattern === undefined || matches(id, pattern)),
  );

const matches = (id: string, pattern: string): boolean => {
  try {
    return new RegExp(pattern, "u").test(id);
  } catch {
    // No pattern at all asks for nothing.
    return true;
  }
};

/** What stays, and for each place of the tail the characters to draw from. */
interface Style {
  readonly prefix: string;
  readonly tail: readonly string[];
}

// Ids are drawn for every response; examples are a handful, all of them from documents.
const styles = new Map<string, Style>();

const styleOf = (example: string): Style => {
  const known = styles.get(example);
  if (known !== undefined) return known;
  const style = readStyle(example);
  if (styles.size < mostStyles) styles.set(example, style);
  return style;
};

const mostStyles = 1000;

const readStyle = (example: string): Style => {
  if (uuid.test(example)) return { prefix: "", tail: [...example].map(placeOfUuid) };
  const [, prefix = "", tail = ""] = /^((?:[a-z]+[-_:])*)(.*)$/i.exec(example) ?? [];
  const characters = alphabet(tail);
  const places = Array.from({ length: Math.max(tail.length, shortestTail) }, (_, index) => tail[index]);
  // Separators inside the tail stay where they are.
  return {
    prefix,
    tail: places.map((model) => (model !== undefined && /[^0-9a-z]/i.test(model) ? model : characters)),
  };
};

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const aUuid = "00000000-0000-4000-8000-000000000000";

// A version stands in one place and a variant in another; the example's version stays where it is one.
const placeOfUuid = (character: string, at: number, all: readonly string[]): string => {
  if (character === "-") return "-";
  if (at === versionAt) return /[1-8]/.test(character) ? character : "4";
  const places = at === variantAt ? "89ab" : "0123456789abcdef";
  return /[A-F]/.test(all.join("")) ? places.toUpperCase() : places;
};

const [versionAt, variantAt] = [14, 19];
const shortestTail = 12;

const alphabet = (tail: string): string => {
  const used = [
    /\d/.test(tail) && "0123456789",
    /[a-z]/.test(tail) && lower,
    /[A-Z]/.test(tail) && lower.toUpperCase(),
  ];
  const characters = used.filter((part) => part !== false).join("");
  return characters === "" ? `0123456789${lower}` : characters;
};

const lower = "abcdefghijklmnopqrstuvwxyz";
