import type { Finding } from "../finding.ts";
import { capitalized, type CompareSchemas, type Spot } from "../schema/spot.ts";
import { memberOf, membersOf, type SpecNode, valueAt } from "../spec-node.ts";
import { compareContent } from "./compare-content.ts";
import { compareDeprecation, compareTexts } from "./compare-texts.ts";
import { mdCode } from "../../text/markdown-text.ts";

/** The headers of a response; their names have no case. `Content-Type` is the content's own business. */
export const compareHeaders = (
  old: SpecNode | undefined,
  revised: SpecNode | undefined,
  spot: Spot,
  compare: CompareSchemas,
): readonly Finding[] => {
  const [before, after] = [headersOf(old), headersOf(revised)];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name) => {
    const [was, is] = [before.get(name), after.get(name)];
    const place = `the header ${mdCode(name)} of ${spot.place}`;
    if (was === undefined || is === undefined) return appeared(was, is, { ...spot, place });
    return compareHeader(was, is, { ...spot, place }, compare);
  });
};

const headersOf = (headers: SpecNode | undefined): ReadonlyMap<string, SpecNode> =>
  new Map(
    [...membersOf(headers)]
      .map(([name, header]): readonly [string, SpecNode] => [name.toLowerCase(), header])
      .filter(([name]) => name !== "content-type"),
  );

const compareHeader = (old: SpecNode, revised: SpecNode, spot: Spot, compare: CompareSchemas): readonly Finding[] => {
  const [before, after] = [memberOf(old, "schema"), memberOf(revised, "schema")];
  return [
    ...requiredness(old, revised, spot),
    ...compare(before === undefined ? [] : [before], after === undefined ? [] : [after], spot),
    ...compareContent(memberOf(old, "content"), memberOf(revised, "content"), spot, compare),
    ...compareDeprecation(old, revised, capitalized(spot.place)),
    ...compareTexts(old, revised, ["description", "example", "examples"], capitalized(spot.place)),
  ];
};

const requiredness = (old: SpecNode, revised: SpecNode, { side, place }: Spot): readonly Finding[] => {
  const [was, is] = [valueAt(old, "required") === true, valueAt(revised, "required") === true];
  if (was === is) return [];
  const breaking = side === "response" ? was : is;
  return [
    {
      bump: breaking ? "major" : "minor",
      change: "header-required",
      pointer: revised.pointer,
      message: `${capitalized(place)} ${is ? "is now always there" : "may now be missing"}.`,
      old: was ? "required" : "optional",
      new: is ? "required" : "optional",
    },
  ];
};

const appeared = (before: SpecNode | undefined, after: SpecNode | undefined, { side, place }: Spot): Finding => {
  const breaking = after === undefined || (side === "request" && valueAt(after, "required") === true);
  return {
    bump: breaking ? "major" : "minor",
    change: after === undefined ? "header-removed" : "header-added",
    pointer: (after ?? before)?.pointer ?? "",
    message: `${capitalized(place)} ${after === undefined ? "was removed" : "is new"}.`,
  };
};
