import type { Bump } from "../bump.ts";
import type { Finding } from "../finding.ts";
import { sameJson } from "../json.ts";
import { type CompareAspect, shown, type Spot, subjectOf } from "./spot.ts";

/** Texts, examples and defaults, and the mark that something is going away. */
export const compareNotes: CompareAspect = (old, revised, spot) =>
  [...new Set([...old.notes.keys(), ...revised.notes.keys()])].flatMap((keyword): readonly Finding[] => {
    const [before, after] = [old.notes.get(keyword), revised.notes.get(keyword)];
    if (sameJson(before, after) || isIdle(keyword, before, after)) return [];
    return [
      {
        bump: bumpOfNote(keyword, after, spot),
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

/** A default that a caller leaves to the service decides what the call does, so its change is news; a text is not. */
const bumpOfNote = (keyword: string, after: unknown, spot: Spot): Bump => {
  if (keyword === "deprecated") return after === true ? "minor" : "patch";
  return keyword === "default" && spot.side === "request" ? "minor" : "patch";
};

const sentence = (keyword: string, before: unknown, after: unknown): string => {
  if (keyword === "deprecated") return after === true ? "is deprecated." : "is no longer deprecated.";
  if (keyword === "default") {
    if (after === undefined) return `no longer has the default ${shown(before)}.`;
    return `has the default ${shown(after)}${before === undefined ? "" : ` in place of ${shown(before)}`}.`;
  }
  return `has another ${words[keyword] ?? `\`${keyword}\``}.`;
};

const words: Readonly<Record<string, string>> = {
  title: "title",
  description: "description",
  example: "example",
  examples: "examples",
  externalDocs: "link to further documentation",
  xml: "XML form",
};
