import { describe, expect, it } from "vitest";

import { mergeFiles } from "../openapi/spec-folder.ts";
import { checkGhosts } from "./ghosts.ts";

const openapi = `openapi: 3.0.3
info: { title: Kiln, version: "1" }
paths:
  /firings:
    get:
      operationId: listFirings
      parameters: [{ name: page, in: query, schema: { type: integer } }]
      responses:
        "200":
          description: some
          headers: { x-left: { schema: { type: integer } } }
          content: { application/json: { schema: { $ref: "#/components/schemas/Firing" } } }
components:
  schemas:
    Firing:
      allOf: [{ $ref: "#/components/schemas/Base" }]
      properties:
        url: { type: string }
        items: { type: array, items: { type: object, properties: { hue: { type: string } } } }
    Base: { type: object, properties: { status: { type: string } } }
`;

const ghostsOf = async (target: string, update: string) => {
  const spec = await mergeFiles("kiln", "specs/kiln", {
    openapi: { path: "openapi.yaml", text: openapi },
    overlay: {
      path: "overlay.yaml",
      text: `overlay: 1.0.0\nactions:\n  - target: ${target}\n    description: "assumed: a case"\n    update: ${update}\n`,
    },
  });
  return checkGhosts(spec).map(({ message, fix, line }) => `${line}: ${message}. ${fix}`);
};

const schema = "$.components.schemas.Firing";
const operation = "$.paths['/firings'].get";

describe("checkGhosts", () => {
  it("names the action's line, the member and what it may have become", async () => {
    expect(await ghostsOf(`${schema}.properties`, "{ gammaUrl: { example: a } }")).toEqual([
      "5: the action gives an example to /gammaUrl, which upstream no longer has; /url looks like it. Follow upstream, or if it is new give it a type of its own.",
    ]);
  });

  it("takes a member that another part of the schema has for what a ghost has become", async () => {
    expect(
      await ghostsOf(`${schema}.properties`, "{ statsu: { description: b }, jobStatus: { description: b } }"),
    ).toEqual([
      expect.stringContaining("describes /statsu, which upstream no longer has; /status looks like it"),
      expect.stringContaining("describes /jobStatus, which upstream no longer has; /status looks like it"),
    ]);
  });

  it.each([
    [
      "a member in the entries of a list",
      `${schema}.properties`,
      "{ items: { items: { properties: { tint: { default: a } } } } }",
      "/items/tint",
    ],
    ["a member without any word", `${schema}.properties`, "{ glaze: {} }", "/glaze"],
    ["a member that is only limited", `${schema}.properties`, "{ glaze: { maxLength: 3, nullable: true } }", "/glaze"],
    [
      "a member of a whole map that is gone",
      "$.components.schemas.Base",
      "{ allOf: [{ description: a }] }",
      "the schema of",
    ],
    ["a component", "$.components.schemas", "{ Fire: { description: a } }", "the schema Fire"],
    [
      "a header",
      `${operation}.responses['200']`,
      "{ headers: { x-lest: { description: a } } }",
      "the header x-lest, which upstream no longer has; the header x-left looks like it",
    ],
    [
      "a response",
      `${operation}.responses`,
      '{ "201": { headers: { x-left: { schema: { type: integer } } } } }',
      "the response 201",
    ],
    ["a parameter", `${operation}.parameters`, "[{ name: pages, in: query, example: 1 }]", "the parameter pages"],
    [
      "a body of another kind",
      `${operation}.responses['200'].content`,
      "{ text/plain: { example: a } }",
      "the body text/plain of GET /firings",
    ],
    ["an operation", "$.paths['/firings']", "{ post: { deprecated: true } }", "the operation POST /firings"],
    [
      "an operation on a path that is gone",
      "$.paths",
      "{ /kilns: { get: { summary: a } } }",
      "the operation GET /kilns",
    ],
    ["a body of a request", operation, "{ requestBody: { description: a } }", "the request body of GET /firings"],
    [
      "a Link",
      `${operation}.responses['200']`,
      '{ links: { one: { parameters: { id: "$response.body#/id" } } } }',
      "the Link one",
    ],
  ])("finds %s that only words stand for", async (_, target, update, name) => {
    const ghosts = await ghostsOf(target, update);
    expect(ghosts).toHaveLength(1);
    expect(ghosts[0]).toContain(name);
  });

  it.each([
    ["a member with a type", `${schema}.properties`, "{ glaze: { type: string, example: a } }"],
    ["a member that is a reference", `${schema}.properties`, '{ glaze: { $ref: "#/components/schemas/Base" } }'],
    [
      "a member composed of types",
      `${schema}.properties`,
      "{ glaze: { oneOf: [{ type: string }, { type: integer }] } }",
    ],
    ["words about what is there", `${schema}.properties`, "{ url: { example: a, description: b } }"],
    ["words about a listed parameter", `${operation}.parameters`, "[{ name: page, in: query, example: 1 }]"],
    ["a refusal", `${operation}.responses`, '{ "401": { description: no key } }'],
    [
      "examples and extensions, whatever they hold",
      operation,
      "{ x-job: { properties: { a: {} }, headers: { b: {} } } }",
    ],
    [
      "examples of a body",
      `${operation}.responses['200'].content['application/json']`,
      "{ examples: { a: { value: { properties: { b: {} } } } } }",
    ],
    [
      "a member called properties",
      `${schema}.properties`,
      "{ properties: { type: object, properties: { example: { type: string } } } }",
    ],
  ])("says nothing of %s", async (_, target, update) => {
    expect(await ghostsOf(target, update)).toEqual([]);
  });

  it("tells one action once, however many places its target has", async () => {
    expect(await ghostsOf("$..properties", "{ glaze: { example: a } }")).toHaveLength(1);
  });
});
