import { describe, expect, it } from "vitest";

import { readCorpus } from "../diff/corpus/read-corpus.ts";
import { compareLifecycles } from "../diff/lifecycle/compare-lifecycles.ts";
import { documentOf } from "../diff/load-document.ts";
import type { Reason } from "../diff/report/diff-report.ts";
import { putTogether } from "../diff/report/put-together.ts";
import { compareWire } from "../diff/wire/compare-wire.ts";
import { isJsonObject } from "../openapi/json.ts";
import { sentenceOf } from "./entry.ts";
import { entryOfReason, knownEntry } from "./entry-of-reason.ts";
import { jobWordsOf } from "./job-words.ts";

const words = jobWordsOf({ info: { title: "Posters API" } }, "posters");

/** Every reason that a change of the corpus gives on the wire and in the lifecycle. */
const corpusReasons = readCorpus().flatMap(({ name, from, to }) => {
  const [old, revised] = [documentOf(from), documentOf(to)];
  const { findings } = compareWire(old, revised);
  const { reasons } = putTogether("posters", { wire: findings, types: [], lifecycle: compareLifecycles(old, revised) });
  return reasons.map((reason) => ({ name, reason, words: jobWordsOf(isJsonObject(to) ? to : {}, "posters") }));
});

const reasonOf = (message: string, bump: Reason["bump"] = "minor"): Reason => ({
  bump,
  seenBy: "wire",
  pointer: "",
  message,
  old: null,
  new: null,
});

const tell = (message: string): string => sentenceOf(entryOfReason(reasonOf(message, "major"), words));

describe("entryOfReason", () => {
  it("has words for everything that the corpus of changes can say", () => {
    const unknown = corpusReasons.filter(({ reason, words }) => knownEntry(reason, words) === undefined);
    expect(unknown.map(({ reason }) => reason.message)).toEqual([]);
    expect(corpusReasons.length).toBeGreaterThan(150);
  });

  it("has a hint for everything that breaks", () => {
    const silent = corpusReasons.filter(
      ({ reason, words }) => reason.bump === "major" && entryOfReason(reason, words).hint === undefined,
    );
    expect(silent.map(({ reason }) => reason.message)).toEqual([]);
  });

  it("writes every sentence in the past tense, without leaving out what it is about", () => {
    const sentences = corpusReasons.map(({ reason, words }) => sentenceOf(entryOfReason(reason, words)));
    const first = new Set(sentences.map((sentence) => sentence.split(" ")[0]));
    expect([...first].sort()).toMatchInlineSnapshot(`
      [
        "Added",
        "Changed",
        "Closed",
        "Deprecated",
        "Freed",
        "Gave",
        "Guaranteed",
        "Let",
        "Limited",
        "Listed",
        "Made",
        "Moved",
        "Opened",
        "Read",
        "Removed",
        "Renamed",
        "Replaced",
        "Reworded",
        "Ruled",
        "Stopped",
        "Told",
        "Took",
        "Withdrew",
      ]
    `);
    expect(sentences.filter((sentence) => /(?<![`\w\]]){}| {2}|undefined/.test(sentence))).toEqual([]);
  });

  it("tells a compiler's complaint in the words of somebody who uses the client", () => {
    expect(tell('`"id"` is now an argument that `getPoster` needs.')).toBe(
      "Made `id` an argument that `getPoster` needs.",
    );
    expect(tell("`createPoster` now takes its body itself, and its parameters in the options of the call.")).toBe(
      "Made the body the input of `createPoster`.",
    );
    expect(tell("The schema `Poster` is gone, and with it the type of that name.")).toBe("Removed the type `Poster`.");
    expect(tell("The result of `getPoster` can no longer be taken for what it was: Type `a` is not `b`.")).toBe(
      "Changed the type of what `getPoster` gives.",
    );
  });

  it("falls back on the diff's own words", () => {
    expect(sentenceOf(entryOfReason(reasonOf("Nobody has seen this kind of change."), words))).toBe(
      "Took over from the vendor: Nobody has seen this kind of change.",
    );
  });
});
