import { describe, expect, it } from "vitest";

import { readCorpus } from "../corpus/read-corpus.ts";
import { diffOf } from "../corpus/testing.ts";

const sentences = async (name: string): Promise<readonly string[]> => {
  const found = readCorpus().find((single) => single.name === name);
  const { reasons } = await diffOf(found?.from, found?.to);
  return reasons.filter(({ seenBy }) => seenBy === "lifecycle").map(({ bump, message }) => `${bump}: ${message}`);
};

describe("the lifecycle judge", () => {
  it("says what an unknown status will be treated as", async () => {
    expect(await sentences("a status appears that no phase knows")).toMatchInlineSnapshot(`
      [
        "minor: \`queued\` will be treated as pending until the overlay names it.",
      ]
    `);
  });

  it("tells an end that is never told any more from one that has another word", async () => {
    expect(await sentences("the only word for success is gone")).toMatchInlineSnapshot(`
      [
        "major: A \`firing\` job never says \`fired\` any more, which meant succeeded.",
      ]
    `);
    expect(await sentences("one of two words for failure is gone")).toMatchInlineSnapshot(`
      [
        "minor: A \`firing\` job never says \`exploded\` any more, which meant failed; other words for it remain.",
      ]
    `);
  });

  it("holds phases to what they guarantee", async () => {
    expect(await sentences("a guaranteed member is gone from the schema")).toMatchInlineSnapshot(`
      [
        "major: A succeeded \`firing\` job guarantees \`/url\`, which the schema no longer has.",
      ]
    `);
    expect(await sentences("a guarantee is withdrawn")).toMatchInlineSnapshot(`
      [
        "major: A succeeded \`firing\` job no longer guarantees \`/url\`, so code must expect it to be missing.",
      ]
    `);
    expect(await sentences("what items guarantee is gone from the schema")).toMatchInlineSnapshot(`
      [
        "major: A succeeded item of a \`batch\` job guarantees \`/image\`, which the schema no longer has.",
      ]
    `);
  });

  it("takes hints for hints", async () => {
    expect(await sentences("the hints for polling change")).toMatchInlineSnapshot(`
      [
        "patch: The job \`firing\` has other hints for how often to ask.",
      ]
    `);
  });
});
