import type { Finding } from "../finding.ts";
import { sameJson } from "../json.ts";
import { memberOf, type SpecNode } from "../spec-node.ts";
import { bumpOfEffect, type CompareAspect, type CompareSchemas, type Effect, type Spot, subjectOf } from "./spot.ts";
import { mdCode } from "../../text/markdown-text.ts";

/**
 * Keywords that hold schemas in ways that say little about a single value. Which way a change of them goes can be told for a few; for
 * the others it cannot, and then it counts as breaking.
 */
export const compareNested: CompareAspect = (old, revised, spot, compare) =>
  [...new Set([...old.nested.keys(), ...revised.nested.keys()])].flatMap((keyword) => {
    const [before, after] = [old.nested.get(keyword), revised.nested.get(keyword)];
    if (before === undefined || after === undefined) {
      const effect = conditional.has(keyword) ? "unknown" : before === undefined ? "fewer" : "more";
      const words = before === undefined ? "now has the rule" : "no longer has the rule";
      return finding(keyword, effect, { words, pointer: (after ?? before)?.pointer ?? "", spot }, [before, after]);
    }
    return sameJson(before.value, after.value) && before.document === after.document
      ? []
      : changed(keyword, [before, after], spot, compare);
  });

/** What a condition comes to depends on the values it meets. */
const conditional: ReadonlySet<string> = new Set(["if", "then", "else"]);

const changed = (
  keyword: string,
  [before, after]: readonly [SpecNode, SpecNode],
  spot: Spot,
  compare: CompareSchemas,
): readonly Finding[] => {
  const place = {
    ...spot,
    place: `${mdCode(keyword)} of ${spot.path === "" ? "" : `${mdCode(spot.path)} in `}${spot.place}`,
    path: "",
  };
  if (["contains", "propertyNames", "unevaluatedItems", "contentSchema"].includes(keyword)) {
    return compare([before], [after], place);
  }
  const bothWays = (["request", "response"] as const).flatMap((side) => compare([before], [after], { ...place, side }));
  const isSchema = keyword !== "dependentRequired" && keyword !== "dependentSchemas";
  if (isSchema && bothWays.every(({ bump }) => bump === "patch")) return bothWays;
  const where = { words: "has changed in the rule", pointer: after.pointer, spot };
  return finding(keyword, "unknown", where, [before, after]);
};

const finding = (
  keyword: string,
  effect: Effect,
  { words, pointer, spot }: { readonly words: string; readonly pointer: string; readonly spot: Spot },
  [before, after]: readonly [SpecNode | undefined, SpecNode | undefined],
): readonly Finding[] => [
  {
    bump: bumpOfEffect(effect, spot.side, { request: "minor", response: "patch" }),
    change: keyword,
    pointer,
    message: `${subjectOf(spot)} ${words} ${mdCode(keyword)}.`,
    ...(before === undefined ? {} : { old: small(before) }),
    ...(after === undefined ? {} : { new: small(after) }),
  },
];

/** A reference is small and says more than what it stands for. */
const small = (node: SpecNode): unknown => memberOf(node, "$ref")?.value ?? node.value;
