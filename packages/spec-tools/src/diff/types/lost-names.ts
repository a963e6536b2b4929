import type { Finding } from "../finding.ts";
import { memberOf, rootNode, type SpecDocument, type SpecNode } from "../spec-node.ts";
import { createReach, schemaNameIn } from "../reach.ts";

/** Component schemas that operations reached are exported types of the package; one that is gone breaks who imports it. */
export const lostNames = (old: SpecDocument, revised: SpecDocument): readonly Finding[] => {
  const [before, kept] = [schemasOf(old), schemasOf(revised)];
  return [...createReach(old)(memberOf(rootNode(old), "paths")?.value)].flatMap((reference): readonly Finding[] => {
    const name = schemaNameIn(reference);
    if (name === undefined || memberOf(kept, name) !== undefined) return [];
    return [
      {
        bump: "major",
        change: "type-name",
        pointer: memberOf(before, name)?.pointer ?? "",
        message: `The schema \`${name}\` is gone, and with it the type of that name.`,
        old: name,
      },
    ];
  });
};

const schemasOf = (document: SpecDocument): SpecNode | undefined =>
  memberOf(memberOf(rootNode(document), "components"), "schemas");
