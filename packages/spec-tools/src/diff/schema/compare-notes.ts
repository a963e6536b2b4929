import type { Bump } from "../bump.ts";
import type { Finding } from "../finding.ts";
import { sameJson } from "../json.ts";
import { type CompareAspect, shown, type Spot, subjectOf } from "./spot.ts";
import { mdCode } from "../../text/markdown-text.ts";

/** Texts, examples and defaults, and the mark that something is going away. */
export const compareNotes: CompareAspect = (old, revised, spot) =>
  [...new Set([...old.notes.keys(), ...revised.notes.keys()])].flatMap((keyword): readonly Finding[] => {
    const [before, after] = [old.notes.get(keyword), revised.notes.get(keyword)];
    if (sameJson(before, after) || isIdle(keyword, before, after)) return [];
    return [
      {
        bump: bumpOfNote(keyword, [before, after], spot),
        change: keyword,
        pointer: `${revised.pointer}/${keyword}`,
        message: `${subjectOf(spot)} ${sentence(keyword, before, after)}`,
        ...(before === undefined ? {} : { old: before }),
        ...(after === undefined ? {} : { new: after }),
      },
    ];
  });

/** `deprecated: false` is what no word means too; `readOnly` and `writeOnly` are judged as members that come and go. */
const isIdle = (keyword: string, before: unknown, after: unknown): boolean =>
  keyword === "$comment" ||
  (["deprecated", "readOnly", "writeOnly"].includes(keyword) && (before ?? false) === (after ?? false));

/**
 * What the service does with a call that leaves something out is part of what the call means, so another default breaks callers (so
 * says AIP-180, too); one that is only told or no longer told is news.
 */
const bumpOfNote = (keyword: string, [before, after]: readonly [unknown, unknown], spot: Spot): Bump => {
  if (keyword === "deprecated") return after === true ? "minor" : "patch";
  if (keyword !== "default" || spot.side === "response") return "patch";
  return before === undefined || after === undefined ? "minor" : "major";
};

const sentence = (keyword: string, before: unknown, after: unknown): string => {
  if (keyword === "deprecated") return after === true ? "is deprecated." : "is no longer deprecated.";
  if (keyword === "default") {
    if (after === undefined) return `no longer has the default ${shown(before)}.`;
    return `has the default ${shown(after)}${before === undefined ? "" : ` in place of ${shown(before)}`}.`;
  }
  return `has another ${words[keyword] ?? mdCode(keyword)}.`;
};

const words: Readonly<Record<string, string>> = {
  title: "title",
  description: "description",
  example: "example",
  examples: "examples",
  externalDocs: "link to further documentation",
  xml: "XML form",
};
