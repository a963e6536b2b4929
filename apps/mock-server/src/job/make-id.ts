import type { Random } from "./seeded.ts";

/**
 * An id in the style of an example: its prefix stays, its tail is drawn anew from the same kinds of characters, at least
 * twelve of them so that ids do not meet.
 *
 * @example
 * ```ts
 * makeId("gen_01", seeded("a")); // "gen_483920174652"
 * ```
 */
export const makeId = (example: string | number | undefined, random: Random): string | number => {
  if (typeof example === "number") return Math.floor(random() * 2 ** 31);
  const { prefix, tail } = styleOf(example ?? "");
  let id = prefix;
  for (const part of tail) id += part.length === 1 ? part : (part[Math.floor(random() * part.length)] ?? "0");
  return id;
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
  if (uuid.test(example))
    return { prefix: "", tail: [...example].map((character) => (character === "-" ? "-" : "0123456789abcdef")) };
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
