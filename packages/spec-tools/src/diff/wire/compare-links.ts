import type { Finding } from "../finding.ts";
import { sameJson } from "../json.ts";
import type { Spot } from "../schema/spot.ts";
import { membersOf, type SpecNode } from "../spec-node.ts";
import { mdCode } from "../../text/markdown-text.ts";

/** Links tell what to do with a response; nothing on the wire depends on them. Those that start jobs are the lifecycle's to judge. */
export const compareLinks = (
  old: SpecNode | undefined,
  revised: SpecNode | undefined,
  { place }: Spot,
): readonly Finding[] => {
  const [before, after] = [membersOf(old), membersOf(revised)];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name) => {
    const [was, is] = [before.get(name), after.get(name)];
    if (was !== undefined && is !== undefined && sameJson(was.value, is.value)) return [];
    const verb =
      was === undefined ? "is new" : is === undefined ? "was removed" : "leads elsewhere or carries something else";
    return {
      bump: was === undefined ? "minor" : "patch",
      change: "link",
      pointer: (is ?? was)?.pointer ?? "",
      message: `The link ${mdCode(name)} of ${place} ${verb}.`,
      ...(was === undefined ? {} : { old: was.value }),
      ...(is === undefined ? {} : { new: is.value }),
    };
  });
};
