import { describe, expect, it } from "vitest";

import type { Edit } from "../corpus/apply-edits.ts";
import { diffOfEdits } from "../corpus/testing.ts";

const seen = async (edits: readonly Edit[], before: readonly Edit[] = []): Promise<readonly string[]> => {
  const { reasons } = await diffOfEdits(edits, before);
  return reasons.filter(({ seenBy }) => seenBy === "types").map(({ message }) => message);
};

const path = "/paths/~1pots~1{id}";

describe("code written against the old types", () => {
  it("names a path parameter that got another name", async () => {
    const renamed = await seen([
      { rename: path, to: "/pots/{pot}" },
      { set: "/paths/~1pots~1{pot}/parameters/0/name", value: "pot" },
    ]);
    expect(renamed).toMatchInlineSnapshot(`
      [
        "\`id\` is no longer an argument of \`putPot\`.",
      ]
    `);
  });

  it("reads a result that may be nothing now", async () => {
    const added = await seen([{ set: `${path}/put/responses/204`, value: { description: "Nothing." } }]);
    expect(added).toMatchInlineSnapshot(`
      [
        "The result of \`putPot\` may now be undefined.",
      ]
    `);
  });

  const bare: readonly Edit[] = [{ remove: `${path}/parameters` }, { rename: path, to: "/pots" }];
  const parameters = "/paths/~1pots/put/parameters";
  const dry = { name: "dry", in: "query", schema: { type: "boolean" } };

  it("passes a body as it is, also when a first optional parameter comes", async () => {
    expect(await seen([{ set: parameters, value: [dry] }], bare)).toEqual([]);
  });

  it("gives the optional parameters beside a body", async () => {
    const trace = { name: "X-Trace", in: "header", schema: { type: "string" } };
    const renamed = await seen(
      [{ set: `${parameters}/1/name`, value: "x-trace" }],
      [...bare, { set: parameters, value: [dry, trace] }],
    );
    expect(renamed).toMatchInlineSnapshot(`
      [
        "\`X-Trace\` is no longer an argument of \`putPot\`.",
      ]
    `);
  });

  it("is content when the last required parameter beside a body becomes optional", async () => {
    const team = { name: "team", in: "query", required: true, schema: { type: "string" } };
    const moved = await seen(
      [{ set: `${parameters}/0/required`, value: false }],
      [...bare, { set: parameters, value: [team] }],
    );
    expect(moved).toEqual([]);
  });

  it("imports the type of a schema that is called otherwise", async () => {
    const text = JSON.stringify({ $ref: "#/components/schemas/Vase" });
    const reference: unknown = JSON.parse(text);
    const renamed = await seen([
      { rename: "/components/schemas/Pot", to: "Vase" },
      { set: `${path}/put/requestBody/content/application~1json/schema`, value: reference },
      { set: `${path}/put/responses/200/content/application~1json/schema`, value: reference },
    ]);
    expect(renamed).toMatchInlineSnapshot(`
      [
        "The schema \`Pot\` is gone, and with it the type of that name.",
      ]
    `);
  });

  it("is left alone where the wire has told of the break already", async () => {
    expect(await seen([{ remove: "/components/schemas/Pot/properties/handles" }])).toEqual([]);
  });
});
