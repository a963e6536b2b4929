import type { Bump } from "../diff/bump.ts";

/** One line of a changelog to be; lines that differ in `what` alone are told in one sentence. */
export interface Entry {
  readonly bump: Bump;
  /** With `{}` where `what` goes: ``Added {} to a completed Gamma generation``. */
  readonly sentence: string;
  readonly what: string;
  /** What a caller has to do, with `{}` for `what`; absent where nothing breaks. */
  readonly hint?: string;
}

/** The sentences of entries, those that say the same of several things joined, in the order of the first. */
export const joinedEntries = (entries: readonly Entry[]): readonly Entry[] => {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const key = JSON.stringify([entry.bump, entry.sentence, entry.hint ?? null]);
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [{ ...first, what: listed([...new Set(group.map(({ what }) => what))]) }];
  });
};

/** The entry as a sentence. */
export const sentenceOf = ({ sentence, what }: Pick<Entry, "sentence" | "what">): string => {
  const text = sentence.replace("{}", () => what);
  return text.endsWith(".") ? text : `${text}.`;
};

/** `a`, `a and b`, `a, b and c`; of many the first ones and a number. */
export const listed = (things: readonly string[]): string => {
  const shown = things.length > most + 1 ? [...things.slice(0, most), `${things.length - most} more`] : things;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1) ?? ""}`;
};

// More names than these hide the verb; the specs have them all.
const most = 8;
