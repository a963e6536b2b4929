import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { describe, expect, it } from "vitest";

import { type JsonObject, objectAt, textAt } from "../openapi/json.ts";
import { mergeSpec } from "../openapi/spec-folder.ts";
import { emitSchema, schemaTool, withoutDirectives } from "./schema-file.ts";
import { testDocument } from "./testing.ts";

const root = fileURLToPath(new URL("../../../..", import.meta.url));
const cli = join(dirname(fileURLToPath(import.meta.resolve("openapi-typescript"))), "../bin/cli.js");

const written = async (document: string): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "genwait-schema-"));
  try {
    const target = join(folder, "schema.ts");
    await promisify(execFile)(process.execPath, [cli, document, "-o", target], { cwd: folder });
    return await readFile(target, "utf8");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

describe("schema.ts", () => {
  it.each([
    "packages/gamma-client",
    "packages/affogato-client",
    "apps/contract/fixtures/kiln/client",
    "apps/contract/fixtures/loom/client",
  ])(
    "of %s is what openapi-typescript's command writes of the package's own document, byte for byte",
    async (folder) => {
      const types = await readFile(join(root, folder, "src/generated/schema.ts"), "utf8");
      expect(types).toBe(await written(join(root, folder, "openapi.json")));
    },
  );

  it("is told by its tool's version, the one that is installed", async () => {
    const manifest: JsonObject = JSON.parse(await readFile(join(dirname(cli), "../package.json"), "utf8"));
    expect(schemaTool).toContain(`openapi-typescript ${textAt(manifest, "version")},`);
  });

  it("is not made of a document whose references are names of code", async () => {
    const code = "x-a: never } evil(); interface B {";
    const document = testDocument({
      schemas: { Bake: { $ref: `#/${code}/Loaf` } },
      more: { [code]: { Loaf: { type: "string" } } },
    });
    await expect(emitSchema(document, "specs/oven")).rejects.toThrow(
      /^Failed to generate from specs\/oven#\/components\/schemas\/Bake: it refers to "#\/x-a.*types are made of components and paths only/,
    );
  });

  it("is not made of a document that openapi-typescript refuses, and says why", async () => {
    const schemas = { Bake: { type: "object", properties: { "5%": { type: "object", properties: { a: {} } } } } };
    await expect(emitSchema(testDocument({ schemas }), "specs/oven")).rejects.toThrow(
      /^Failed to generate from specs\/oven: openapi-typescript cannot make types of the document: URI malformed/,
    );
  });
});

describe("withoutDirectives", () => {
  it("leaves texts for comments without directives to the compiler, and data as it is", () => {
    const document = { info: { title: "@ts-ignore" }, description: "a\u2028@ts-expect-error", enum: ["@ts-ignore"] };
    expect(withoutDirectives(document)).toEqual({
      info: { title: "@ ts-ignore" },
      description: "a\u2028@ ts-expect-error",
      enum: ["@ts-ignore"],
    });
  });

  it("gives back the very document where there is none", async () => {
    const { document } = await mergeSpec(join(root, "specs/gamma"));
    expect(withoutDirectives(document)).toBe(document);
    expect(objectAt(document, "info")).not.toEqual({});
  });
});
