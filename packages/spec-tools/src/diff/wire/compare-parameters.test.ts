import { describe, expect, it } from "vitest";

import { places, sentencesOfEdits } from "../corpus/testing.ts";

const parameters = `${places.put}/parameters`;
const query = { name: "kiln", in: "query", schema: { type: "array", items: { type: "string" } } };

describe("parameters", () => {
  it("are named with their place in a sentence", async () => {
    expect(await sentencesOfEdits([{ set: parameters, value: [{ ...query, required: true }] }])).toMatchInlineSnapshot(`
      [
        "major: The query parameter \`kiln\` of \`putPot\` is new and required.",
      ]
    `);
    expect(await sentencesOfEdits([{ remove: parameters }], [{ set: parameters, value: [query] }]))
      .toMatchInlineSnapshot(`
      [
        "major: The query parameter \`kiln\` of \`putPot\` was removed.",
      ]
    `);
  });

  it("break when they are written in another way, and not when a default is spelled out", async () => {
    const before = [{ set: parameters, value: [query] }] as const;
    expect(await sentencesOfEdits([{ set: `${parameters}/0/explode`, value: false }], before)).toMatchInlineSnapshot(`
      [
        "major: The query parameter \`kiln\` of \`putPot\` is now written with \`explode\` \`false\` in place of \`true\`.",
      ]
    `);
    expect(await sentencesOfEdits([{ set: `${parameters}/0/explode`, value: true }], before)).toEqual([]);
  });

  it("have no style to speak of when they are plain", async () => {
    const plain = { name: "kiln", in: "query", schema: { type: "string" } };
    expect(
      await sentencesOfEdits([{ set: `${parameters}/0/explode`, value: false }], [{ set: parameters, value: [plain] }]),
    ).toEqual([]);
  });
});
