import { describe, expect, it } from "vitest";

import type { Json, JsonObject } from "../openapi/json.ts";
import { generatePackage } from "./generated-package.ts";
import { bakeSchemas, bakeStatus, testDocument } from "./testing.ts";
import { checkTypes } from "./type-check.ts";

const generate = (document: JsonObject) =>
  generatePackage({
    name: "oven",
    document,
    facts: [],
    place: { folder: "packages/oven-client", root: "../..", specFolder: "specs/oven", isPrivate: false },
    version: "1.0.0",
  });

/** Checks a package, with more code beside its own. */
const check = async (document: JsonObject, code?: string): Promise<void> => {
  const files = new Map(await generate(document));
  if (code !== undefined) files.set("src/user.ts", code);
  await checkTypes([{ place: "specs/oven", files }]);
};

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

const withMember = (flaw: Json, schemas: JsonObject): JsonObject =>
  testDocument({
    schemas: { ...schemas, Bake: { ...bakeSchemas.Bake, properties: { ...bakeSchemas.Bake.properties, flaw } } },
  });

describe("checkTypes", () => {
  it("is content with a package that compiles", async () => {
    await expect(check(testDocument())).resolves.toBeUndefined();
  });

  it("tells the place in the document of a parent that lists its children while they extend it", async () => {
    const child = (more: JsonObject) => ({ allOf: [ref("Clay"), { type: "object", properties: more }] });
    const document = withMember(ref("Clay"), {
      Clay: {
        type: "object",
        required: ["sort"],
        properties: { sort: { type: "string" } },
        discriminator: {
          propertyName: "sort",
          mapping: { stone: "#/components/schemas/Stone", bone: "#/components/schemas/Bone" },
        },
        oneOf: [ref("Stone"), ref("Bone")],
      },
      Stone: child({ grit: { type: "string" } }),
      Bone: child({ ash: { type: "number" } }),
    });
    await expect(check(document)).rejects.toThrow(
      /^Failed to generate from specs\/oven: its client would not compile:\n {2}specs\/oven#\/components\/schemas\/Clay: .*\n[^]*A schema that lists its children \(oneOf\) must not be a part \(allOf\) of them/,
    );
  });

  it("tells the file and the line of anything else", async () => {
    await expect(check(testDocument(), "export const wrong: string = 1;\n")).rejects.toThrow(
      /^ {2}src\/user\.ts:1: Type/m,
    );
  });
});

const crack = {
  type: "object",
  required: ["kind", "depth"],
  properties: { kind: { type: "string", enum: ["crack"] }, depth: { type: "number" } },
};
const bubble = {
  type: "object",
  required: ["kind", "count"],
  properties: { kind: { type: "string", const: "bubble" }, count: { type: "integer" } },
};
const untold = (properties: JsonObject) => ({
  type: "object",
  required: ["kind"],
  properties: { kind: { type: "string" }, ...properties },
});

const depthOf = (word: string) => `import type { BakeState } from "./index.ts";
export const depthOf = ({ body: { flaw } }: BakeState): number | undefined => (flaw?.kind === ${JSON.stringify(word)} ? flaw.depth : 0);
export const status = (state: BakeState): boolean => state.phase === "pending" && state.body.status === "a word of tomorrow";
// @ts-expect-error the words of a terminal phase are known
export const word = (state: BakeState): boolean => state.phase === "succeeded" && state.body.status === "a word of tomorrow";
`;

describe("a union in a response", () => {
  const union = { oneOf: [ref("Crack"), ref("Bubble")] };
  const mapping = { split: "#/components/schemas/Crack", round: "#/components/schemas/Bubble" };

  it.each([
    ["one-valued enums and constants", "crack", union, { Crack: crack, Bubble: bubble }],
    [
      "one-valued enums with a discriminator",
      "crack",
      { ...union, discriminator: { propertyName: "kind", mapping: { crack: mapping.split, bubble: mapping.round } } },
      { Crack: crack, Bubble: bubble },
    ],
    [
      "a discriminator with a mapping",
      "split",
      { ...union, discriminator: { propertyName: "kind", mapping } },
      { Crack: untold({ depth: { type: "number" } }), Bubble: untold({}) },
    ],
    [
      "a discriminator without one, by names",
      "Crack",
      { ...union, discriminator: { propertyName: "kind" } },
      { Crack: untold({ depth: { type: "number" } }), Bubble: untold({}) },
    ],
  ])("narrows by %s", async (_, word, flaw, schemas) => {
    await expect(check({ ...withMember(flaw, schemas), openapi: "3.1.0" }, depthOf(word))).resolves.toBeUndefined();
  });
});

const creating = (schema: JsonObject, more: JsonObject = {}, operationId = "createBake"): JsonObject =>
  testDocument({
    openapi: "3.1.0",
    paths: {
      "/bakes/{id}": { get: bakeStatus },
      "/bakes": {
        post: {
          operationId,
          requestBody: { required: true, content: { "application/json": { schema } } },
          responses: {
            "200": {
              ...bakeStatus.responses["200"],
              links: { bake: { operationId: "getBake", parameters: { id: "$response.body#/id" } } },
            },
          },
          ...more,
        },
      },
    },
  });

describe("a create", () => {
  const body = {
    type: "object",
    required: ["glaze"],
    properties: { glaze: { type: "string" }, cone: { type: "integer" } },
  };

  it("is shown without an example that its own schema refuses", async () => {
    const document = creating({ ...body, examples: [{ summary: "Pale green", value: { glaze: "celadon", cone: 9 } }] });
    expect((await generate(document)).get("README.md")).toContain('client.startBake({ glaze: "…" })');
    await expect(check(document)).resolves.toBeUndefined();
  });

  it("is shown with a variable where no example can be made", async () => {
    const document = creating({ ...body, properties: { glaze: { type: "string", minLength: 9 } } });
    expect((await generate(document)).get("README.md")).toContain("declare const body: StartBakeBody;\n");
    await expect(check(document)).resolves.toBeUndefined();
  });

  it("takes its required parameters in the options of the call", async () => {
    const parameters = [
      { name: "x-tenant", in: "header", required: true, schema: { type: "string", example: "pots" } },
    ];
    const document = creating(body, { parameters });
    expect((await generate(document)).get("README.md")).toContain(
      'client.startBake({ glaze: "…" }, { params: { header: { "x-tenant": "pots" } } })',
    );
    await expect(check(document)).resolves.toBeUndefined();
  });

  it("may do without a body", async () => {
    const document = creating(body, { requestBody: null });
    expect((await generate(document)).get("src/generated/client.ts")).toContain("startBake(init?: StartInit<");
  });

  it.each(["constructor", "toString", "call"])("may be called %s", async (name) => {
    await expect(check(creating(body, {}, name))).resolves.toBeUndefined();
  });
});

it("a job may be called constructor", async () => {
  const get = { ...bakeStatus, "x-job": { ...bakeStatus["x-job"], name: "constructor" } };
  await expect(check(testDocument({ paths: { "/bakes/{id}": { get } } }))).resolves.toBeUndefined();
});
