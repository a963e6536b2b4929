import { describe, expect, it } from "vitest";

import { places, sentencesOfEdits } from "../corpus/testing.ts";

const { pot, put } = places;
const response = `${put}/responses/200/content/application~1json/schema`;
const body = `${put}/requestBody/content/application~1json/schema`;
const alone = { set: response, value: {} } as const;
const read = { set: body, value: {} } as const;

describe("schemas", () => {
  it("are told once for a component that is sent and read, by the harder of the two", async () => {
    expect(await sentencesOfEdits([{ set: `${pot}/glaze/enum`, value: ["matt", "raku"] }])).toMatchInlineSnapshot(`
      [
        "major: \`glaze\` in the request body of \`putPot\` now accepts \`raku\` and no longer accepts \`shiny\`.",
      ]
    `);
    expect(await sentencesOfEdits([{ set: `${pot}/handles/minimum`, value: 1 }])).toMatchInlineSnapshot(`
      [
        "major: \`handles\` in the request body of \`putPot\` has the lower bound \`>= 1\` in place of \`>= 0\`.",
      ]
    `);
  });

  it("name the way to a member that lies deep", async () => {
    expect(await sentencesOfEdits([{ remove: `${pot}/lid/properties/knob` }])).toMatchInlineSnapshot(`
      [
        "major: \`lid.knob\` in the request body of \`putPot\` was removed.",
      ]
    `);
  });

  it("weigh limits by who must keep them", async () => {
    const grown = [{ set: `${pot}/handles/maximum`, value: 4 }] as const;
    expect(await sentencesOfEdits(grown, [alone])).toMatchInlineSnapshot(`
      [
        "major: \`handles\` in the request body of \`putPot\` now has the upper bound \`<= 4\`.",
      ]
    `);
    expect(await sentencesOfEdits(grown, [read])).toMatchInlineSnapshot(`
      [
        "patch: \`handles\` in the 200 response of \`putPot\` now has the upper bound \`<= 4\`.",
      ]
    `);
  });

  it("take a shape more for a break only where it is read", async () => {
    const one = {
      set: `${pot}/lid`,
      value: { oneOf: [{ type: "string" }, { type: "object", title: "Lid" }] },
    } as const;
    const more = [{ set: `${pot}/lid/oneOf/-`, value: { type: "array", title: "Lids" } }] as const;
    expect(await sentencesOfEdits(more, [one, alone])).toMatchInlineSnapshot(`
      [
        "minor: \`lid\` in the request body of \`putPot\` is now \`string\` or \`array\` or \`object\`; it was \`string\` or \`object\`.",
      ]
    `);
    expect(await sentencesOfEdits(more, [one, read])).toMatchInlineSnapshot(`
      [
        "major: \`lid\` in the 200 response of \`putPot\` is now \`string\` or \`array\` or \`object\`; it was \`string\` or \`object\`.",
      ]
    `);
  });

  it("are equal in a circle", async () => {
    const circle = { set: `${pot}/inner`, value: { $ref: "#/components/schemas/Pot" } } as const;
    expect(await sentencesOfEdits([{ set: `${pot}/foot`, value: { type: "string" } }], [circle]))
      .toMatchInlineSnapshot(`
      [
        "minor: \`inner.foot\` in the request body of \`putPot\` is new.",
      ]
    `);
  });
});
