import type { Changes, Site } from "./changes.ts";
import { memberOf, membersOf, rootNode, type SpecDocument, type SpecNode } from "./document.ts";
import { operationsOf } from "./operations.ts";
import { reachedComponents } from "./unchanged.ts";

/**
 * Compares the names of component schemas that operations reach: typed clients export them, under a name of their own language. One
 * that is gone breaks who imports it; one whose exported name another component has now is another type without a word.
 */
export const compareTypeNames = (changes: Changes): void => {
  const [before, after] = [schemasOf(changes.old), schemasOf(changes.revised)];
  const [exported, newlyExported] = [exportedNames(before.keys()), exportedNames(after.keys())];
  const reached = reachedComponents(changes.old, requestsOf(changes.old));
  const reachedNow = reachedComponents(changes.revised, requestsOf(changes.revised));
  const added = new Set([...reachedNow].filter((name) => !before.has(name)));
  for (const name of reached) {
    const schema = before.get(name);
    if (schema === undefined) continue;
    const typeName = typeNameOf(name);
    const [owner, newOwner] = [exported.get(typeName), newlyExported.get(typeName)];
    if (!after.has(name)) {
      addGone(
        changes,
        name,
        schema,
        [...added].find((other) => isSame(changes, schema, after.get(other))),
      );
    } else if (owner === name && newOwner !== undefined && newOwner !== name) {
      const pointer = after.get(newOwner)?.pointer ?? "";
      changes.add({ code: "type-name-taken", bump: "major", typeName, old: name, new: newOwner }, siteOfTypes, pointer);
    }
  }
};

const siteOfTypes: Site = { place: { in: "document" } };

const addGone = (changes: Changes, name: string, schema: SpecNode, newName: string | undefined): void => {
  if (newName === undefined) {
    changes.add({ code: "type-name-removed", bump: "major", name }, siteOfTypes, schema.pointer);
  } else
    changes.add({ code: "type-name-renamed", bump: "major", old: name, new: newName }, siteOfTypes, schema.pointer);
};

const isSame = (changes: Changes, old: SpecNode, revised: SpecNode | undefined): boolean =>
  revised !== undefined && changes.schemas.bumpBetween(old, revised, "response") === "none";

const schemasOf = (document: SpecDocument): ReadonlyMap<string, SpecNode> =>
  membersOf(memberOf(memberOf(rootNode(document), "components"), "schemas"));

const requestsOf = (document: SpecDocument): unknown =>
  operationsOf(document).map(({ node, item }) => [node.value, memberOf(item, "parameters")?.value]);

/** Exported name → component: the first in the document has it. */
const exportedNames = (names: Iterable<string>): ReadonlyMap<string, string> => {
  const exported = new Map<string, string>();
  for (const name of names) {
    const typeName = typeNameOf(name);
    if (!exported.has(typeName)) exported.set(typeName, name);
  }
  return exported;
};

/** `heat_curve` and `heatCurve` are both exported as `HeatCurve`. */
const typeNameOf = (name: string): string =>
  name
    .split(/[^\p{L}\p{N}]+/u)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
