import type { MergedSpec } from "../openapi/spec-folder.ts";
import { applyOverlay } from "../openapi/overlay.ts";
import { isJsonList, isJsonObject, type Json, type JsonObject, listAt } from "../openapi/json.ts";
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

/** Applies an overlay action by action, and remembers which of them wrote what. */
export const originsOf = async ({ files }: MergedSpec): Promise<Origins> => {
  const overlay = parseYaml(files.overlay).value;
  const facts = named(factsOf(overlay));
  const upstream = parseYaml(files.openapi).value;
  let document: JsonObject = isJsonObject(upstream) ? upstream : {};
  const authors = new Map<string, string>();
  for (const leaf of leavesOf(document, "").keys()) authors.set(leaf, upstreamCode);
  for (const action of listAt(overlay, "actions")) {
    const code =
      facts.find(({ mark, text }) => isJsonObject(action) && action["description"] === `${mark}: ${text}`)?.code ??
      upstreamCode;
    const next = (await applyOverlay(document, { overlay: "1.0.0", actions: [action] }, files.overlay)).document;
    const before = leavesOf(document, "");
    for (const [leaf, value] of leavesOf(next, "")) if (before.get(leaf) !== value) authors.set(leaf, code);
    document = next;
  }
  return { facts, of: (pointer, without = []) => codesUnder({ authors, facts }, pointer, without) };
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

/** Every scalar of a document, and every empty object and list, by its pointer. */
const leavesOf = (value: Json, pointer: string): ReadonlyMap<string, string> => {
  const leaves = new Map<string, string>();
  const walk = (inner: Json, at: string): void => {
    const members = isJsonList(inner) ? inner.entries() : isJsonObject(inner) ? Object.entries(inner) : [];
    let isLeaf = true;
    for (const [key, member] of members) {
      isLeaf = false;
      walk(member, `${at}/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`);
    }
    if (isLeaf) leaves.set(at, JSON.stringify(inner));
  };
  walk(value, pointer);
  return leaves;
};

interface Authors {
  readonly authors: ReadonlyMap<string, string>;
  readonly facts: readonly NamedFact[];
}

const codesUnder = ({ authors, facts }: Authors, pointer: string, without: readonly string[]): readonly string[] => {
  const found = new Set<string>();
  for (const [leaf, code] of authors) {
    if (leaf !== pointer && !leaf.startsWith(`${pointer}/`)) continue;
    const rest = leaf.slice(pointer.length).split("/").slice(1);
    if (!rest.some((member) => without.includes(member))) found.add(code);
  }
  return [upstreamCode, ...facts.map(({ code }) => code)].filter((code) => found.has(code));
};

/** Links to the sources of a place: `[U](#u) [A1](#a1)`. */
export const sourceCell = (origins: Origins, pointer: string, without: readonly string[] = []): string =>
  origins
    .of(pointer, without)
    .map((code) => mdLink(code, `#${code.toLowerCase()}`))
    .join(" ");
