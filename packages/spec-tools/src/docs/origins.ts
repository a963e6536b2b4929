import type { MergedSpec } from "../openapi/spec-folder.ts";
import { isJsonList, isJsonObject, type Json, listAt, textAt } from "../openapi/json.ts";
import { jsonPointer } from "../openapi/json-pointer.ts";
import { mdLink } from "../text/markdown-text.ts";
import { parseYaml } from "../openapi/yaml-file.ts";
import { type Fact, factsOf } from "../codegen/facts.ts";

/** A fact of the overlay under the short name that pages refer to it by: `D1`, `O2`, `A3`. */
export interface NamedFact extends Fact {
  readonly code: string;
}

/** Where each place of a merged document comes from. */
export interface Origins {
  /** In the order of the overlay. */
  readonly facts: readonly NamedFact[];
  /**
   * The codes of the facts behind a place and all that is under it; `U` stands for upstream, the vendor's own document.
   *
   * @param without members that are left out of account, wherever they are
   */
  of(pointer: string, without?: readonly string[]): readonly string[];
}

/** Remembers which action of the overlay wrote what of the merged document; the rest is upstream's. */
export const originsOf = ({ files, document, writes }: MergedSpec): Origins => {
  const overlay = parseYaml(files.overlay).value;
  const facts = named(factsOf(overlay));
  const codes = new Map(facts.map(({ mark, text, code }) => [`${mark}: ${text}`, code]));
  const codeOfAction = listAt(overlay, "actions").map(
    (action) => codes.get(textAt(action, "description") ?? "") ?? upstreamCode,
  );
  const authors = new Map<string, string>();
  for (const { index, tokens, value } of writes)
    for (const leaf of leavesOf(value, jsonPointer(tokens))) authors.set(leaf, codeOfAction[index] ?? upstreamCode);
  // Sorted, all that is under a place stands together.
  const leaves = leavesOf(document, "").toSorted();
  return { facts, of: (pointer, without = []) => codesUnder({ authors, leaves, facts }, pointer, without) };
};

/** The vendor's own OpenAPI document. */
export const upstreamCode = "U";

const named = (facts: readonly Fact[]): readonly NamedFact[] => {
  const counts = new Map<string, number>();
  return facts.map((fact) => {
    const letter = fact.mark[0]?.toUpperCase() ?? "";
    const number = (counts.get(letter) ?? 0) + 1;
    counts.set(letter, number);
    return { ...fact, code: `${letter}${number}` };
  });
};

/** The pointers of every scalar of a value, and of every empty object and list. */
const leavesOf = (value: Json, pointer: string): readonly string[] => {
  const leaves: string[] = [];
  const walk = (inner: Json, at: string): void => {
    const members = isJsonList(inner) ? [...inner.entries()] : isJsonObject(inner) ? Object.entries(inner) : [];
    for (const [key, member] of members) walk(member, `${at}${jsonPointer([key])}`);
    if (members.length === 0) leaves.push(at);
  };
  walk(value, pointer);
  return leaves;
};

interface Authors {
  /** By leaf; what has none is upstream's. */
  readonly authors: ReadonlyMap<string, string>;
  /** Of the merged document, sorted. */
  readonly leaves: readonly string[];
  readonly facts: readonly NamedFact[];
}

const codesUnder = (
  { authors, leaves, facts }: Authors,
  pointer: string,
  without: readonly string[],
): readonly string[] => {
  const found = new Set<string>();
  const add = (leaf: string): void => {
    const rest = leaf.slice(pointer.length).split("/").slice(1);
    if (!rest.some((member) => without.includes(member))) found.add(authors.get(leaf) ?? upstreamCode);
  };
  if (leaves[firstFrom(leaves, pointer)] === pointer) add(pointer);
  const inside = `${pointer}/`;
  for (let index = firstFrom(leaves, inside); leaves[index]?.startsWith(inside) === true; index += 1)
    add(leaves[index] ?? "");
  return [upstreamCode, ...facts.map(({ code }) => code)].filter((code) => found.has(code));
};

/** The first of sorted texts that is not before another. */
const firstFrom = (sorted: readonly string[], text: string): number => {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? "") < text) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Links to the sources of a place: `[U](#u) [A1](#a1)`. */
export const sourceCell = (origins: Origins, pointer: string, without: readonly string[] = []): string =>
  origins
    .of(pointer, without)
    .map((code) => mdLink(code, `#${code.toLowerCase()}`))
    .join(" ");
