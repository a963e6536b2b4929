import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { checkDeclarations, declarationWarnings } from "../lint/check-declarations.ts";
import { formatProblem } from "../lint/problem.ts";
import { mergeSpec } from "../openapi/spec-folder.ts";
import { generatePackage } from "./generated-package.ts";
import type { PackagePlace } from "./package-json-file.ts";
import { checkTypes } from "./type-check.ts";

const root = fileURLToPath(new URL("../../../../examples", import.meta.url));
const folders = readdirSync(root).filter((name) => readdirSync(join(root, name)).includes("overlay.yaml"));

const placeOf = (name: string): PackagePlace => ({
  specFolder: `examples/${name}`,
  folder: `examples/${name}/client`,
  root: "../../..",
  isPrivate: true,
});

describe("the overlays of real APIs, on small documents of the same shape", () => {
  it("are those that the examples show", () => {
    expect(folders).toEqual(["bfl", "fal", "replicate"]);
  });

  it.each(folders)("say what is right of %s, and make a client that compiles", async (name) => {
    const spec = await mergeSpec(join(root, name));
    expect([...checkDeclarations(spec), ...declarationWarnings(spec)].map(formatProblem)).toEqual([]);
    const files = await generatePackage({
      name,
      document: spec.document,
      facts: [],
      place: placeOf(name),
      version: "1.0.0",
    });
    await checkTypes([{ place: `examples/${name}`, files }]);
    expect([...files.keys()]).toContain("src/index.ts");
  });
});
