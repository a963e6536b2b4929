import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { afterAll, beforeAll, expect, test } from "vitest";

let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "genwait-bundle-"));
  execFileSync(process.execPath, [fileURLToPath(new URL("../../scripts/bundle.mjs", import.meta.url)), folder]);
});

afterAll(() => rmSync(folder, { recursive: true }));

test("there is one file for each library, and nothing beside them", () => {
  expect(readdirSync(join(folder, "vendor")).toSorted()).toEqual(["overlay.js", "prism-http.js"]);
});

test("the bundled Prism responds by examples, by schemas, and with made-up data", () => {
  const program = `
    const { createInstance, getHttpOperationsFromSpec } = await import(${JSON.stringify(join(folder, "vendor", "prism-http.js"))});
    const quiet = { child: () => quiet, success() {}, info() {}, debug() {}, trace() {}, warn() {}, error() {}, fatal() {} };
    const schema = { type: "object", required: ["name"], properties: { name: { type: "string", "x-faker": "person.firstName" } } };
    const content = { "application/json": { schema, examples: { one: { value: { name: "Ada" } } } } };
    const document = { openapi: "3.1.0", info: { title: "t", version: "1" },
      paths: { "/a": { get: { responses: { 200: { description: "d", content } } } } } };
    const operations = await getHttpOperationsFromSpec(document);
    const prism = createInstance({ mock: { dynamic: false }, validateRequest: true, validateResponse: true, checkSecurity: true, errors: false }, { logger: quiet });
    const seen = [];
    for (const mock of [{ dynamic: false }, { dynamic: true }, { dynamic: false, ignoreExamples: true }]) {
      const input = { method: "get", url: { path: "/a", query: {} }, headers: {} };
      const outcome = await prism.request(input, operations, { mock, validateRequest: true, validateResponse: true, checkSecurity: true, errors: false })();
      seen.push(outcome.right.output.body);
    }
    console.log(JSON.stringify(seen));`;
  const printed = execFileSync(process.execPath, ["--input-type=module", "-e", program], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const names: unknown = JSON.parse(printed);
  expect(names).toEqual([
    { name: "Ada" },
    expect.objectContaining({ name: expect.stringMatching(/^[A-Z]/) }),
    { name: "string" },
  ]);
});

test("every bundled package stands in the list of licences with the text of its licence", () => {
  const text = readFileSync(join(folder, "THIRD-PARTY-LICENSES.md"), "utf8");
  const sections = text.split(/^## /m).slice(1);
  expect(sections.length).toBeGreaterThan(40);
  for (const section of sections) expect(section).toMatch(/copyright|permission/i);
  expect(sections.map((section) => section.split(" ")[0])).toContain("@stoplight/prism-http");
});
