import type { Finding } from "../finding.ts";
import { sameJson } from "../json.ts";
import { memberOf, type SpecDocument } from "../spec-node.ts";
import { operationsOf } from "../wire/operations-of.ts";
import { compareLifecycles } from "./compare-lifecycles.ts";

/** Compares the lifecycles of jobs; a declaration that is none of the form its JSON Schema asks for is itself the finding. */
export const judgeLifecycles = (old: SpecDocument, revised: SpecDocument): readonly Finding[] => {
  try {
    return compareLifecycles(old, revised);
  } catch (error) {
    // What reads declarations takes their form for granted, since the linter checks it.
    if (!(error instanceof TypeError)) throw error;
    return unreadable(declarationsIn(old), declarationsIn(revised));
  }
};

const unreadable = (before: readonly Declaration[], after: readonly Declaration[]): readonly Finding[] => {
  const changed = after.find(({ value }, index) => !sameJson(value, before[index]?.value));
  if (changed === undefined && before.length === after.length) return [];
  return [
    {
      bump: "major",
      change: "unreadable",
      pointer: changed?.pointer ?? "",
      message:
        "The jobs cannot be compared, because a declaration changed and one is not of the form of an x-job: run the linter, which says where.",
    },
  ];
};

interface Declaration {
  readonly value: unknown;
  readonly pointer: string;
}

const declarationsIn = (document: SpecDocument): readonly Declaration[] =>
  operationsOf(document).flatMap(({ node }) => memberOf(node, "x-job") ?? []);
