import { compareUnknown, knownMembers } from "../compare-unknown.ts";
import type { Finding } from "../finding.ts";
import { sameJson } from "../json.ts";
import { capitalized, type CompareSchemas, type Spot } from "../schema/spot.ts";
import { memberOf, membersOf, type SpecNode, valueAt } from "../spec-node.ts";
import { compareTexts } from "./compare-texts.ts";
import { mdCode } from "../../text/markdown-text.ts";

/** The media types of a body and the schema of each. */
export const compareContent = (
  old: SpecNode | undefined,
  revised: SpecNode | undefined,
  spot: Spot,
  compare: CompareSchemas,
): readonly Finding[] => {
  const [before, after] = [byEssence(old), byEssence(revised)];
  const findings: Finding[] = [];
  for (const [type, media] of before) {
    const counterpart = after.get(type) ?? (spot.side === "request" ? rangeFor(type, after) : undefined);
    if (counterpart === undefined) findings.push(removed(type, media, spot));
    else
      findings.push(
        ...compareMedia([media, counterpart], { ...spot, place: placed(spot.place, type, before.size) }, compare),
      );
  }
  for (const [type, media] of after) if (!before.has(type)) findings.push(added(type, media, spot));
  return findings;
};

/** `application/json; charset=utf-8` is `application/json` to everybody who reads or writes it. */
const byEssence = (content: SpecNode | undefined): ReadonlyMap<string, SpecNode> =>
  new Map([...membersOf(content)].map(([type, media]) => [(type.split(";")[0] ?? type).trim().toLowerCase(), media]));

/** A range such as `image/*` takes in every type of its family; a response that is described by one may be any of them. */
const rangeFor = (type: string, content: ReadonlyMap<string, SpecNode>): SpecNode | undefined =>
  content.get(`${type.split("/")[0] ?? ""}/*`) ?? content.get("*/*");

const compareMedia = (
  [old, revised]: readonly [SpecNode, SpecNode],
  spot: Spot,
  compare: CompareSchemas,
): readonly Finding[] => {
  const [before, after] = [memberOf(old, "schema"), memberOf(revised, "schema")];
  return [
    ...compare(before === undefined ? [] : [before], after === undefined ? [] : [after], spot),
    ...compareEncoding(memberOf(old, "encoding"), memberOf(revised, "encoding"), spot),
    ...compareUnknown(old, revised, knownMembers.media, capitalized(spot.place)),
    ...compareTexts(old, revised, ["example", "examples"], capitalized(spot.place)),
  ];
};

/** How the parts of a form are written: other bytes for the same value. */
const compareEncoding = (old: SpecNode | undefined, revised: SpecNode | undefined, spot: Spot): readonly Finding[] => {
  const [before, after] = [membersOf(old), membersOf(revised)];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((part) =>
    encodingKeywords.flatMap(([keyword, standard]): readonly Finding[] => {
      const [was, is] = [before.get(part), after.get(part)].map((node) => valueAt(node, keyword) ?? standard);
      if (sameJson(was, is)) return [];
      return [
        {
          bump: "major",
          change: `encoding-${keyword}`,
          pointer: (after.get(part) ?? before.get(part))?.pointer ?? "",
          message: `The part ${mdCode(part)} of ${spot.place} has another ${mdCode(keyword)}.`,
          old: was,
          new: is,
        },
      ];
    }),
  );
};

const encodingKeywords: readonly (readonly [string, unknown])[] = [
  ["contentType", undefined],
  ["style", undefined],
  ["explode", undefined],
  ["allowReserved", false],
];

const removed = (type: string, media: SpecNode, { place }: Spot): Finding => ({
  bump: "major",
  change: "media-type-removed",
  pointer: media.pointer,
  message: `${capitalized(place)} is no longer ${mdCode(type)}.`,
  old: type,
});

const added = (type: string, media: SpecNode, { place }: Spot): Finding => ({
  bump: "minor",
  change: "media-type-added",
  pointer: media.pointer,
  message: `${capitalized(place)} may now be ${mdCode(type)}.`,
  new: type,
});

/** The media type is named only where there is a choice. */
const placed = (place: string, type: string, count: number): string =>
  count > 1 ? `${place} as ${mdCode(type)}` : place;
