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
  if (example !== undefined && uuid.test(example))
    return example.replaceAll(/[0-9a-f]/gi, () => pick("0123456789abcdef", random));
  const [, prefix = "", tail = ""] = /^((?:[a-z]+[-_:])*)(.*)$/i.exec(example ?? "") ?? [];
  const characters = alphabet(tail);
  const length = Math.max(tail.length, shortestTail);
  return prefix + Array.from({ length }, (_, index) => drawn(tail[index], characters, random)).join("");
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

// Separators inside the tail stay where they are.
const drawn = (model: string | undefined, characters: string, random: Random): string =>
  model !== undefined && /[^0-9a-z]/i.test(model) ? model : pick(characters, random);

const pick = (characters: string, random: Random): string =>
  characters[Math.floor(random() * characters.length)] ?? "0";
