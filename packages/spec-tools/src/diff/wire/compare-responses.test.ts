import { describe, expect, it } from "vitest";

import { places, sentencesOfEdits } from "../corpus/testing.ts";

const responses = `${places.put}/responses`;
const error = { set: `${responses}/404`, value: { description: "No pot." } } as const;

describe("responses", () => {
  it("may stop to be listed when they are errors", async () => {
    expect(await sentencesOfEdits([{ remove: `${responses}/404` }], [error])).toMatchInlineSnapshot(`
      [
        "patch: The 404 response of \`putPot\` is no longer listed.",
      ]
    `);
  });

  it("break when a success goes", async () => {
    expect(await sentencesOfEdits([{ remove: `${responses}/200` }], [error])).toMatchInlineSnapshot(`
      [
        "major: The 200 response of \`putPot\` is no longer listed.",
      ]
    `);
  });

  it("are one thing whether their code or its range is listed", async () => {
    expect(await sentencesOfEdits([{ rename: `${responses}/200`, to: "2XX" }])).toMatchInlineSnapshot(`
      [
        "minor: The operation \`putPot\` now lists the response 2XX.",
      ]
    `);
  });

  it("have headers without case, and lose them to the harm of who reads them", async () => {
    const headers = { set: `${responses}/200/headers`, value: { "X-Left": { schema: { type: "integer" } } } } as const;
    expect(await sentencesOfEdits([{ rename: `${responses}/200/headers/X-Left`, to: "x-left" }], [headers])).toEqual(
      [],
    );
    expect(await sentencesOfEdits([{ remove: `${responses}/200/headers` }], [headers])).toMatchInlineSnapshot(`
      [
        "major: The header \`x-left\` of the 200 response of \`putPot\` was removed.",
      ]
    `);
  });
});
