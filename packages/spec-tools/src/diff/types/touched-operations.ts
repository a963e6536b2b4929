import { isDeepStrictEqual } from "node:util";

import { followed, memberOf, rootNode } from "../../openapi/spec-node.ts";
import type { Operation, OperationPair } from "./operation-pairs.ts";
import { createReach } from "./reach.ts";

/** The operations whose text changed, or that of a component they reach; the types of the others are what they were. */
export const touchedOperations = (pairs: readonly OperationPair[]): readonly OperationPair[] => {
  const [first] = pairs;
  if (first === undefined) return [];
  const isSame = componentsOf(first.old.node.root, first.revised.node.root);
  const reach = createReach(first.old.node.root);
  return pairs.filter(({ old, revised }) => {
    const parts = partsOf(old);
    return !isDeepStrictEqual(parts, partsOf(revised)) || ![...reach(parts)].every(isSame);
  });
};

const partsOf = ({ item, node }: Operation): unknown => [
  memberOf(item, "parameters")?.value,
  ...["parameters", "requestBody", "responses"].map((member) => memberOf(node, member)?.value),
];

/** Whether a `#/components/…` reference leads to the same text in both documents; each is compared once. */
const componentsOf = (old: unknown, revised: unknown): ((reference: string) => boolean) => {
  const known = new Map<string, boolean>();
  return (reference) => {
    const isSame = known.get(reference) ?? isDeepStrictEqual(targetIn(old, reference), targetIn(revised, reference));
    known.set(reference, isSame);
    return isSame;
  };
};

/** Undefined where nothing is there any more. */
const targetIn = (root: unknown, reference: string): unknown => {
  const tokens = reference.split("/").slice(1, 4);
  const target = tokens.reduce<ReturnType<typeof memberOf>>(
    (node, token) => memberOf(node, token.replaceAll("~1", "/").replaceAll("~0", "~")),
    rootNode(root),
  );
  return target === undefined ? undefined : followed(target).value;
};
