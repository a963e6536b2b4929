import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { loadDocument } from "./load-document.ts";
import { followed, memberOf, rootNode } from "./spec-node.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "load-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const load = async (name: string, text: string) => {
  await writeFile(join(folder, name), text);
  return loadDocument(join(folder, name));
};
const failure = async (text: string): Promise<string> => {
  const error: unknown = await load("api.yaml", text).catch((reason: unknown) => reason);
  return error instanceof Error ? error.message.replaceAll(folder, "") : "";
};

describe("loadDocument", () => {
  it("reads YAML and JSON, and knows the version", async () => {
    expect((await load("a.yaml", "openapi: 3.0.3\npaths: {}")).is30).toBe(true);
    expect((await load("a.json", '{ "openapi": "3.1.0" }')).is30).toBe(false);
  });

  it("follows references into other files, and back", async () => {
    await writeFile(join(folder, "pots.yaml"), "Pot: { $ref: 'api.yaml#/components/schemas/Pot' }");
    const document = await load(
      "api.yaml",
      "openapi: 3.1.0\na: { $ref: 'pots.yaml#/Pot' }\ncomponents: { schemas: { Pot: { type: object } } }",
    );
    const node = memberOf(rootNode(document), "a");
    expect(node === undefined ? undefined : followed(node)).toMatchObject({
      value: { type: "object" },
      pointer: "/components/schemas/Pot",
    });
  });

  it("says what is wrong with a file that is no OpenAPI 3 document", async () => {
    expect(await failure("swagger: '2.0'")).toMatchInlineSnapshot(
      `"Failed to read /api.yaml: it has no \`openapi\` member. Give an OpenAPI 3.0 or 3.1 document."`,
    );
    expect(await failure("openapi: 2.0.0")).toMatchInlineSnapshot(
      `"Failed to read /api.yaml: it has OpenAPI 2.0.0. Give an OpenAPI 3.0 or 3.1 document."`,
    );
    expect(await failure("a: [1")).toMatchInlineSnapshot(
      `"Failed to read /api.yaml: Flow sequence in block collection must be sufficiently indented and end with a ] at line 1, column 6. Correct the file."`,
    );
    expect(await failure("{ 'a' }")).toMatchInlineSnapshot(
      `"Failed to read /api.yaml: it has no \`openapi\` member. Give an OpenAPI 3.0 or 3.1 document."`,
    );
    expect(() => loadDocument("nowhere.yaml")).toThrowErrorMatchingInlineSnapshot(
      `[CommandError: Failed to read nowhere.yaml: there is no such file. Give the path of an OpenAPI document.]`,
    );
  });
});
