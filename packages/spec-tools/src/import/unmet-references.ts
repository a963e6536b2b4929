import { pointerTokens } from "@genwait/lifecycle";

import { isList, isMapping, type Mapping, memberOf, type Tree } from "./tree.ts";

/** The `$ref`s of a document that lead nowhere in it: parts that another page brings, or other files. Each once, in order. */
export const unmetReferences = (document: Mapping): string[] => {
  const references = new Set(referencesIn(document));
  return [...references].filter(
    (reference) => !reference.startsWith("#") || targetOf(document, reference) === undefined,
  );
};

function* referencesIn(tree: Tree): Generator<string> {
  if (isList(tree)) for (const item of tree) yield* referencesIn(item);
  if (!isMapping(tree)) return;
  const reference = tree.get("$ref");
  if (typeof reference === "string") yield reference;
  for (const member of tree.values()) yield* referencesIn(member);
}

const targetOf = (document: Mapping, reference: string): Tree | undefined =>
  pointerTokens(decoded(reference.slice(1))).reduce<Tree | undefined>(
    (tree, key) => (isList(tree) ? tree[Number(key)] : memberOf(tree, key)),
    document,
  );

const decoded = (fragment: string): string => {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
};
