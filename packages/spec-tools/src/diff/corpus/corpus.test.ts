import { describe, expect, it } from "vitest";

import type { Bump } from "../bump.ts";
import { type CorpusCase, readCorpus } from "./read-corpus.ts";
import { diffOf } from "./testing.ts";

interface Verdict {
  readonly single: CorpusCase;
  readonly bump: Bump;
}

const judged = async (cases: readonly CorpusCase[]): Promise<readonly Verdict[]> => {
  const verdicts: Verdict[] = [];
  // Each case starts a compiler, and a machine has a few cores.
  for (let start = 0; start < cases.length; start += 8) {
    const batch = cases.slice(start, start + 8);
    verdicts.push(
      ...(await Promise.all(
        batch.map(async (single) => ({ single, bump: (await diffOf(single.from, single.to)).bump })),
      )),
    );
  }
  return verdicts;
};

const told = ({ single, bump }: Verdict): string => `${single.file}: ${single.name}: ${bump}, not ${single.bump}`;

describe("the corpus of single changes", () => {
  it("is judged right in 98 of 100 cases, and no breaking change is missed", { timeout: 120_000 }, async () => {
    const verdicts = await judged(readCorpus());
    const wrong = verdicts.filter(({ single, bump }) => single.bump !== bump);
    const right = (100 * (verdicts.length - wrong.length)) / verdicts.length;
    console.info(`corpus: ${verdicts.length - wrong.length} of ${verdicts.length} right (${right.toFixed(1)} %)`);
    expect(wrong.filter(({ single }) => single.bump === "major").map(told)).toEqual([]);
    if (right < 98) console.error(wrong.map(told).join("\n"));
    expect(right).toBeGreaterThanOrEqual(98);
  });

  it("has every label, and a reason for each", () => {
    const cases = readCorpus();
    expect(new Set(cases.map(({ bump }) => bump))).toEqual(new Set(["major", "minor", "patch", "none"]));
    expect(cases.length).toBeGreaterThanOrEqual(80);
    expect(cases.filter(({ why }) => !why.endsWith("."))).toEqual([]);
  });

  it("has no two cases of one name", () => {
    const names = readCorpus().map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });
});
