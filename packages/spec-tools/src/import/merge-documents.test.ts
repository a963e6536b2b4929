import { describe, expect, it } from "vitest";

import type { Mapping } from "./tree.ts";
import { conflictError, mergeDocuments } from "./merge-documents.ts";
import { documentOfPage } from "./document-of-page.ts";
import { fixturePage, mappingOf } from "./testing.ts";
import { yamlOfTree } from "./yaml-of-tree.ts";

const merge = (...texts: string[]): { merged: Mapping; conflicts: string[]; message: string } => {
  const documents = texts.map((text, index) => ({ name: `page ${index + 1}`, document: mappingOf(text) }));
  const { merged, conflicts } = mergeDocuments(documents);
  return {
    merged,
    conflicts: conflicts.map(({ pointer }) => pointer),
    message: conflictError("the pages", conflicts, "Advice.").message,
  };
};

const schemas = (type: string): string =>
  `components: { schemas: { ${[..."abcdefghijkl"].map((name) => `${name}: ${type}`).join(", ")} } }`;
const paths = (id: string): string => `\npaths: { /a: { get: { operationId: ${id} } } }`;

describe("mergeDocuments", () => {
  it("unites the pages of an API in the order of first appearance", async () => {
    const names = ["mintlify-get-render.md", "mintlify-create-render.md"];
    const documents = await Promise.all(
      names.map(async (name) => ({ name, document: documentOfPage(await fixturePage(name), name) })),
    );
    const { merged, conflicts } = mergeDocuments(documents);
    expect(conflicts).toEqual([]);
    expect(yamlOfTree(merged)).toMatchInlineSnapshot(`
      "openapi: 3.1.0
      info:
        title: Lumen API
        version: '2.0'
        description: |-
          Renders scenes.

          \`\`\`sh
          curl https://api.lumen.example/v2/renders/r_1
          \`\`\`
      servers:
        - url: https://api.lumen.example
      security:
        - bearer: []
      tags:
        - name: Renders
          description: Scenes become pictures.
        - name: Scenes
      paths:
        /v2/renders/{render_id}:
          get:
            tags:
              - Renders
            operationId: getRender
            parameters:
              - name: render_id
                in: path
                required: true
                schema:
                  type: string
            responses:
              default:
                description: Anything else
              '404':
                description: No such render
              '200':
                description: The render
                content:
                  application/json:
                    schema:
                      $ref: '#/components/schemas/Render'
        /v2/renders:
          post:
            tags:
              - Renders
              - Scenes
            operationId: createRender
            requestBody:
              content:
                application/json:
                  schema:
                    $ref: '#/components/schemas/Scene'
            responses:
              '202':
                description: Started
                content:
                  application/json:
                    schema:
                      $ref: '#/components/schemas/Render'
      components:
        schemas:
          Render:
            type: object
            required:
              - id
              - state
            properties:
              id:
                type: string
              state:
                $ref: '#/components/schemas/State'
          State:
            type: string
            enum:
              - queued
              - running
              - done
              - failed
          Scene:
            type: object
            properties:
              prompt:
                type: string
        securitySchemes:
          bearer:
            type: http
            scheme: bearer
      "
    `);
  });

  it("unites the methods of one path", () => {
    const { merged, conflicts } = merge(
      "paths: { /a: { get: { x: 1 } } }",
      "paths: { /a: { post: { x: 2 } }, /b: { get: {} } }",
    );
    expect(conflicts).toEqual([]);
    expect(yamlOfTree(merged)).toBe("paths:\n  /a:\n    get:\n      x: 1\n    post:\n      x: 2\n  /b:\n    get: {}\n");
  });

  it("gives the same for one page as for the same page twice", () => {
    const page = "openapi: 3.0.0\ntags: [{ name: a }]\npaths: { /a: { get: { x: 1 } } }";
    expect(yamlOfTree(merge(page, page).merged)).toBe(yamlOfTree(mappingOf(page)));
  });

  it("refuses to choose between unequal components, and names both pages, the pointer and the values", () => {
    const one = "components: { schemas: { A: { type: string }, B: { enum: [a] } } }";
    const other = "components: { schemas: { A: { type: integer }, B: { enum: [a, b] } } }";
    expect(merge(one, other).message).toMatchInlineSnapshot(
      `"Failed to merge the pages: they contradict each other: at /components/schemas/A/type it is "string" in page 1, "integer" in page 2; at /components/schemas/B/enum/1 it is absent in page 1, "b" in page 2. Advice."`,
    );
  });

  it("counts what follows a long list of conflicts", () => {
    expect(merge(schemas("1"), schemas("2")).message).toMatch(/; and at 2 more places\. Advice\.$/);
  });

  it("refuses unequal versions, titles, servers, security, tags and operations", () => {
    const one =
      "openapi: 3.0.0\ninfo: { title: A }\nservers: [{ url: /a }]\nsecurity: [{ k: [] }]\ntags: [{ name: x }, { name: t, description: d }]";
    const other = "openapi: 3.1.0\ninfo: { title: B }\nservers: []\nsecurity: []\ntags: [{ name: t, description: e }]";
    expect(merge(one + paths("a"), other + paths("b")).conflicts).toEqual([
      "/openapi",
      "/info/title",
      "/servers/0",
      "/security/0",
      "/tags/1/description",
      "/paths/~1a/get/operationId",
    ]);
  });

  it("takes absent servers and security for different ones, since they hold for every operation", () => {
    const one = "servers: [{ url: /a }]\nsecurity: [{ k: [] }]\npaths: { /a: { get: {} } }";
    expect(merge(one, "paths: { /b: { get: {} } }").message).toMatchInlineSnapshot(
      `"Failed to merge the pages: they contradict each other: at /servers it is [{url: "/a"}] in page 1, absent in page 2; at /security it is [{k: []}] in page 1, absent in page 2. Advice."`,
    );
    expect(merge(one, "components: { schemas: { A: {} } }").conflicts).toEqual([]);
  });

  it("takes parameters that only one page gives a path for a conflict", () => {
    const one = "paths: { /a: { parameters: [{ name: id, in: path }], get: {} } }";
    expect(merge(one, "paths: { /a: { post: {} } }").conflicts).toEqual(["/paths/~1a/parameters"]);
  });

  it("lets nothing that is empty hide what another page brings, whatever their order", () => {
    const empty = "tags: []\npaths: { /a: {} }\ncomponents: {}";
    const full = "tags: [{ name: a }]\npaths: { /a: { get: { x: 1 } } }\ncomponents: { schemas: { A: {} } }";
    for (const { merged, conflicts } of [merge(empty, full), merge(full, empty)]) {
      expect(conflicts).toEqual([]);
      expect(yamlOfTree(merged)).toBe(yamlOfTree(mappingOf(full)));
    }
  });

  it("refuses a value where another page has members", () => {
    expect(merge("paths: { /a: broken }", "paths: { /a: { get: {} } }").conflicts).toEqual(["/paths/~1a"]);
    expect(merge("paths: { /a: { get: {} } }", "paths: { /a: broken }").conflicts).toEqual(["/paths/~1a"]);
  });
});
