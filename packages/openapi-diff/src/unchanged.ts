import { isObject, pointerTokens, resolvePointer } from "@genwait/lifecycle";

import type { SpecDocument } from "./document.ts";
import { Identities } from "./json.ts";

/**
 * Tells whether values of two documents are the same text, and everything they refer to is. Most of a document is what it was; this
 * finds so in one walk, without comparing what it means.
 */
export class Unchanged {
  readonly #identities = new Identities();
  readonly #isSameVersion: boolean;
  /** References of the old document whose target, or whatever that reaches, is not what it was. */
  readonly #changed: ReadonlySet<string>;
  readonly #reachesChange = new WeakMap<object, boolean>();

  constructor(old: SpecDocument, revised: SpecDocument) {
    this.#isSameVersion = old.is30 === revised.is30;
    this.#changed = this.#changedReferences(old.root, revised.root);
  }

  /** Whether both are the same text. */
  sameText(old: unknown, revised: unknown): boolean {
    return this.#identities.same(old, revised);
  }

  /** Whether both are the same text and mean the same. */
  same(old: unknown, revised: unknown): boolean {
    return this.#isSameVersion && this.#identities.same(old, revised) && !this.#leadsToChange(old);
  }

  #changedReferences(old: unknown, revised: unknown): ReadonlySet<string> {
    const usersOf = new Map<string, string[]>();
    const changed: string[] = [];
    const known = new Set<string>();
    const open: (readonly [user: string | undefined, value: unknown])[] = [[undefined, old]];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const [user, value] = next;
      for (const reference of referencesIn(value)) {
        if (user !== undefined) usersOf.set(reference, [...(usersOf.get(reference) ?? []), user]);
        if (known.has(reference)) continue;
        known.add(reference);
        const target = targetIn(old, reference);
        if (!this.#identities.same(target, targetIn(revised, reference))) changed.push(reference);
        open.push([reference, target]);
      }
    }
    const spread = new Set(changed);
    for (let reference = changed.pop(); reference !== undefined; reference = changed.pop()) {
      for (const user of usersOf.get(reference) ?? []) {
        if (!spread.has(user)) changed.push(user);
        spread.add(user);
      }
    }
    return spread;
  }

  #leadsToChange(value: unknown): boolean {
    if (!isObject(value)) return false;
    const known = this.#reachesChange.get(value);
    if (known !== undefined) return known;
    const leads = referencesIn(value).some((reference) => this.#changed.has(reference));
    this.#reachesChange.set(value, leads);
    return leads;
  }
}

const targetIn = (root: unknown, reference: string): unknown => {
  if (!reference.startsWith("#")) return undefined;
  try {
    return resolvePointer(root, decodeURIComponent(reference.slice(1)));
  } catch {
    return undefined;
  }
};

/** What a value refers to, each once and what it reaches not followed. An example may show a `$ref` that refers to nothing. */
const referencesIn = (value: unknown): readonly string[] => {
  const references = new Set<string>();
  const visited = new Set<object>();
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (!isObject(next) || visited.has(next)) continue;
    visited.add(next);
    for (const [name, member] of Object.entries(next)) {
      if (name === "$ref" && typeof member === "string") references.add(member);
      else if (name !== "example" && name !== "examples") open.push(member);
    }
  }
  return [...references];
};

/** The component schemas that a value of a document reaches. */
export const reachedComponents = (document: SpecDocument, value: unknown): ReadonlySet<string> => {
  const references = new Set<string>();
  const open = [...referencesIn(value)];
  for (let reference = open.pop(); reference !== undefined; reference = open.pop()) {
    if (references.has(reference)) continue;
    references.add(reference);
    open.push(...referencesIn(targetIn(document.root, reference)));
  }
  return new Set(
    [...references].flatMap((reference) => {
      const [components, kind, name] = pointerTokens(reference);
      return components === "components" && kind === "schemas" && name !== undefined ? [name] : [];
    }),
  );
};
