import { describe, expect, it } from "vitest";

import type { JsonObject } from "../merge/json.ts";
import { generatePackage } from "./generate-package.ts";
import { placeOf } from "./package-place.ts";
import { bakeStatus, testDocument } from "./testing.ts";

const create = (parameters: readonly JsonObject[]): JsonObject => ({
  operationId: "createBake",
  summary: "Bakes",
  parameters,
  requestBody: {
    required: true,
    content: {
      "application/json": {
        schema: { type: "object", required: ["flour"], properties: { flour: { type: "string", example: "rye" } } },
      },
    },
  },
  responses: {
    "200": {
      description: "",
      content: { "application/json": { schema: { type: "object", properties: { id: { type: "string" } } } } },
      links: { bake: { operationId: "getBake", parameters: { id: "$response.body#/id" } } },
    },
  },
});

const filesWith = (...parameters: readonly JsonObject[]): ReadonlyMap<string, string> =>
  generatePackage({
    name: "oven",
    document: testDocument({
      paths: { "/bakes/{id}": { get: bakeStatus }, "/bakes": { post: create(parameters) } },
    }),
    facts: [],
    place: placeOf("packages/oven-client", "specs/oven", false),
    version: "1.2.3",
  });

const linesWith = (files: ReadonlyMap<string, string>, path: string, word: string): string =>
  (files.get(path) ?? "")
    .split("\n")
    .filter((line) => line.includes(word))
    .map((line) => line.trim())
    .join("\n");

const dryRun = { name: "dryRun", in: "query", schema: { type: "boolean" } };

describe("an operation whose input is its body", () => {
  it("takes optional parameters in the options of its call and of its start", () => {
    const files = filesWith(dryRun);
    expect(linesWith(files, "src/generated/client.ts", "Bake(input")).toMatchInlineSnapshot(`
      "getBake(input: GetBakeInput, options?: CallOptions): Promise<GetBakeOutput>;
      createBake(input: CreateBakeInput, options?: CallOptions<CreateBakeParameters>): Promise<CreateBakeOutput>;
      startBake(input: CreateBakeInput, options?: CallOptions<CreateBakeParameters>): Promise<Started<BakeJob, CreateBakeOutput>>;"
    `);
    expect(files.get("src/generated/client.ts")).toContain(
      "export interface CreateBakeParameters {\n  dryRun?: boolean;\n}\n",
    );
    expect(linesWith(files, "src/index.ts", "CreateBakeParameters")).not.toBe("");
    expect(linesWith(files, "README.md", "Bake(input")).toMatchInlineSnapshot(`
      "| \`getBake(input: GetBakeInput)\` | \`GET /bakes/{id}\` |  |
      | \`createBake(input: CreateBakeInput, options?: { parameters?: CreateBakeParameters })\` | \`POST /bakes\` | Bakes |
      | \`startBake(input: CreateBakeInput, options?: { parameters?: CreateBakeParameters })\` | the same | gives \`{ job, body }\`, the bake that it started |"
    `);
  });

  it("is called as before when its first optional parameter comes", () => {
    const [before, after] = [filesWith(), filesWith(dryRun)];
    const usage = 'client.startBake({ flour: "rye" })';
    for (const files of [before, after]) expect(files.get("README.md")).toContain(usage);
    expect(after.get("src/generated/types.test-d.ts")).toBe(before.get("src/generated/types.test-d.ts"));
  });

  it("may have a parameter named body, which one with required parameters may not", () => {
    const body = { name: "body", in: "query", schema: { type: "string" } };
    expect(filesWith(body).get("src/generated/client.ts")).toContain("  body?: string;");
    expect(() => filesWith({ ...body, name: "team", required: true }, body)).toThrowErrorMatchingInlineSnapshot(
      `[GenerateError: Failed to generate from specs/oven (createBake): two of its inputs are named "body". A caller could not tell them apart: rename or remove one in the overlay.]`,
    );
  });
});

it("takes a body beside its parameters where one of them is required", () => {
  const files = filesWith(dryRun, { name: "team", in: "query", required: true, schema: { type: "string" } });
  expect(linesWith(files, "src/generated/client.ts", "createBake(")).toMatchInlineSnapshot(
    `"createBake(input: CreateBakeInput, options?: CallOptions): Promise<CreateBakeOutput>;"`,
  );
  expect(files.get("src/generated/client.ts")).not.toContain("CreateBakeParameters");
  expect(files.get("README.md")).toContain('client.startBake({ team: "…", body: { flour: "rye" } })');
});
