import type { Random } from "./seeded.ts";

/**
 * A text that a pattern describes; undefined for a pattern that looks around or back, or is no pattern. What a caller does
 * with it wants a check by the pattern itself: anchors are passed over.
 *
 * @example
 * ```ts
 * samplePattern("^task_[0-9a-f]{4}$", seeded("a")); // "task_3e0b"
 * ```
 */
export const samplePattern = (pattern: string, random: Random): string | undefined => {
  const reader: Reader = { pattern, at: 0, random, left: mostCharacters };
  try {
    const text = readAlternatives(reader);
    return reader.at === pattern.length ? text : undefined;
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
};

/** Where reading is, and how much may still be written: a document's `{1000000}` within another is no id. */
interface Reader {
  readonly pattern: string;
  at: number;
  readonly random: Random;
  left: number;
}

class Unreadable extends Error {}

const mostCharacters = 4000;
// What `+` and `*` write: as long as ids are that do not meet.
const openLength = 12;

const readAlternatives = (reader: Reader): string => {
  const found = [readSequence(reader)];
  while (reader.pattern[reader.at] === "|") {
    reader.at++;
    found.push(readSequence(reader));
  }
  return found[Math.floor(reader.random() * found.length)] ?? "";
};

const readSequence = (reader: Reader): string => {
  const { pattern } = reader;
  let text = "";
  while (reader.at < pattern.length && pattern[reader.at] !== "|" && pattern[reader.at] !== ")") {
    const from = reader.at;
    const first = readAtom(reader);
    const count = readCount(reader);
    const after = reader.at;
    for (let time = 0; time < count; time++) {
      if ((reader.left -= 1) < 0) throw new Unreadable();
      reader.at = from;
      text += time === 0 ? first : readAtom(reader);
    }
    reader.at = after;
  }
  return text;
};

const readAtom = (reader: Reader): string => {
  const { pattern, random } = reader;
  const character = pattern[reader.at++] ?? "";
  if (character === "^" || character === "$") return "";
  if (character === "(") {
    const [opening] = /^\?(?::|<[A-Za-z_]\w*>)/.exec(pattern.slice(reader.at)) ?? [""];
    reader.at += opening.length;
    if (pattern[reader.at] === "?") throw new Unreadable();
    const text = readAlternatives(reader);
    if (pattern[reader.at++] !== ")") throw new Unreadable();
    return text;
  }
  if (character === "[") return drawn(readClass(reader), random);
  if (character === ".") return drawn(alphanumeric, random);
  return character === "\\" ? drawn(readEscape(reader), random) : character;
};

const readCount = (reader: Reader): number => {
  const [all, sign, least, comma, most] =
    /^(?:([?*+])|\{(\d+)(,)?(\d+)?\})\??/.exec(reader.pattern.slice(reader.at)) ?? [];
  if (all === undefined) return 1;
  reader.at += all.length;
  if (sign !== undefined) return sign === "?" ? Math.round(reader.random()) : openLength;
  const from = Number(least);
  if (comma === undefined) return from;
  return most === undefined ? Math.max(from, openLength) : Math.min(Number(most), Math.max(from, openLength));
};

const drawn = (characters: string, random: Random): string => {
  if (characters === "") throw new Unreadable();
  return characters[Math.floor(random() * characters.length)] ?? "";
};

const printable = Array.from({ length: 94 }, (_, index) => String.fromCodePoint(0x21 + index)).join("");
const digits = "0123456789";
const alphanumeric = printable.replaceAll(/[^0-9a-z]/gi, "");

const without = (characters: string): string =>
  [...printable].filter((character) => !characters.includes(character)).join("");

const readEscape = (reader: Reader): string => {
  const character = reader.pattern[reader.at++] ?? "";
  const word = `${alphanumeric}_`;
  const classes: Readonly<Record<string, string>> = {
    d: digits,
    w: word,
    s: " ",
    D: without(digits),
    W: without(word),
    S: printable,
  };
  if (Object.hasOwn(classes, character)) return classes[character] ?? "";
  if (/[bB]/.test(character)) throw new Unreadable();
  const [, code] = /^(?:u|x)([0-9a-f]{4}|[0-9a-f]{2})/i.exec(reader.pattern.slice(reader.at - 1)) ?? [];
  if (code !== undefined && /[ux]/.test(character)) {
    reader.at += code.length;
    return String.fromCodePoint(Number.parseInt(code, 16));
  }
  if (/[0-9a-z]/i.test(character)) throw new Unreadable();
  return character;
};

const readClass = (reader: Reader): string => {
  const { pattern } = reader;
  const isNegated = pattern[reader.at] === "^";
  if (isNegated) reader.at++;
  let found = "";
  while (pattern[reader.at] !== "]") {
    if (reader.at >= pattern.length) throw new Unreadable();
    const first = readMember(reader);
    const isRange = pattern[reader.at] === "-" && (pattern[reader.at + 1] ?? "]") !== "]" && first.length === 1;
    if (!isRange) {
      found += first;
      continue;
    }
    reader.at++;
    const last = readMember(reader);
    found += [...printable].filter((character) => character >= first && character <= last).join("");
  }
  reader.at++;
  return isNegated ? without(found) : found;
};

const readMember = (reader: Reader): string => {
  const character = reader.pattern[reader.at++] ?? "";
  return character === "\\" ? readEscape(reader) : character;
};
