import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { diffFiles } from "../diff-files.ts";
import { corrections } from "./corrections.ts";
import { runRedocly } from "./run-redocly.ts";
import { secondOpinion } from "./second-opinion.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "redocly-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const write = async (name: string, schema: unknown): Promise<string> => {
  const path = join(folder, name);
  const content = { "application/json": { schema } };
  await writeFile(
    path,
    JSON.stringify({
      openapi: "3.1.0",
      info: { title: "Pots", version: "1" },
      paths: { "/pots": { get: { operationId: "getPots", responses: { 200: { description: "Pots.", content } } } } },
    }),
  );
  return path;
};

describe("redocly's opinion", () => {
  it("names rule and place", async () => {
    const verdicts = await runRedocly(
      await write("old.json", { type: "string" }),
      await write("new.json", { type: "integer" }),
    );
    expect(verdicts).toMatchInlineSnapshot(`
      [
        {
          "bump": "major",
          "message": "Type widened from 'string' to 'integer'.",
          "pointer": "/paths/~1pots/get/responses/200/content/application~1json/schema",
          "property": "type",
          "rule": "schema-type-changed",
        },
      ]
    `);
  });

  it("counts only where our own comparison met something it does not know", () => {
    const verdict = { rule: "new-rule", bump: "major", message: "Odd", pointer: "/paths/~1a", property: "odd" };
    const unknown = { bump: "patch" as const, change: "unknown-member", pointer: "/paths/~1a/odd", message: "Odd." };
    expect(secondOpinion([verdict], [unknown])).toEqual([
      { bump: "major", change: "new-rule", pointer: "/paths/~1a", message: "Odd." },
    ]);
    expect(secondOpinion([verdict], [{ ...unknown, pointer: "/paths/~1b" }])).toEqual([]);
  });

  it("is asked for when a keyword is not known, and may have nothing to say", async () => {
    const { apis } = await diffFiles(
      await write("old.json", { type: "string", odd: 1 }),
      await write("new.json", { type: "string", odd: 2 }),
    );
    expect(apis[0]).toMatchObject({
      bump: "patch",
      reasons: [{ message: "The 200 response of `getPots` changed in `odd`, which this comparison does not know." }],
    });
  });

  it("has no rule in the installed version that the corrections do not speak of", () => {
    const documented = Object.keys(corrections);
    const rules = rulesIn(new URL("lib/", import.meta.resolve("@redocly/cli/package.json")));
    expect([...rules].sort()).toEqual(documented.sort());
  });
});

/** The table of OpenAPI rules in redocly's bundle: the object that begins with `operation-removed`, and the schema rules it spreads. */
const rulesIn = (lib: URL): ReadonlySet<string> => {
  const text = bundleWith("required-properties-added", lib);
  const tables = [...text.matchAll(/=\{("[a-z-]+":[\w$]+(?:,(?:"[a-z-]+":[\w$]+|\.\.\.[\w$]+))*)\}/g)].map(
    ([, table]) => table ?? "",
  );
  const own = tables.filter((table) => table.includes('"path-removed"') || table.startsWith('"schema-type-changed"'));
  return new Set(own.flatMap((table) => [...table.matchAll(/"([a-z-]+)"/g)].map(([, rule]) => rule ?? "")));
};

const bundleWith = (text: string, lib: URL): string => {
  const chunks = new URL("chunks/", lib);
  const texts = readdirSync(chunks).map((name) => readFileSync(new URL(name, chunks), "utf8"));
  return texts.find((chunk) => chunk.includes(text)) ?? "";
};
