import type { Finding } from "../finding.ts";
import { isObject, isString } from "../json.ts";
import { followed, memberOf, rootNode, type SpecDocument, type SpecNode, valueAt } from "../spec-node.ts";

/** Component schemas that operations reached are exported types of the package; one that is gone breaks who imports it. */
export const lostNames = (old: SpecDocument, revised: SpecDocument): readonly Finding[] => {
  const kept = schemasOf(revised);
  const reached = reachedSchemas(old);
  return [...reached].flatMap((name): readonly Finding[] => {
    if (memberOf(kept, name) !== undefined) return [];
    return [
      {
        bump: "major",
        change: "type-name",
        pointer: memberOf(schemasOf(old), name)?.pointer ?? "",
        message: `The schema \`${name}\` is gone, and with it the type of that name.`,
        old: name,
      },
    ];
  });
};

const schemasOf = (document: SpecDocument): SpecNode | undefined =>
  memberOf(memberOf(rootNode(document), "components"), "schemas");

const reachedSchemas = (document: SpecDocument): ReadonlySet<string> => {
  const names = new Set<string>();
  const seen = new Set<string>();
  const walk = (node: SpecNode): void => {
    const reference = valueAt(node, "$ref");
    if (isString(reference)) {
      const name = /^#\/components\/schemas\/([^/]+)$/.exec(reference)?.[1];
      if (name !== undefined) names.add(name);
      const target = followed(node);
      if (seen.has(target.pointer)) return;
      seen.add(target.pointer);
      walk(target);
      return;
    }
    const { value } = node;
    const keys = Array.isArray(value) ? [...value.keys()] : isObject(value) ? Object.keys(value) : [];
    for (const key of keys) {
      const member = memberOf(node, key);
      if (member !== undefined && key !== "example" && key !== "examples") walk(member);
    }
  };
  const paths = memberOf(rootNode(document), "paths");
  if (paths !== undefined) walk(paths);
  return names;
};
