import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { CommandError } from "../command.ts";
import { mergeFiles, mergeSpec } from "./spec-folder.ts";

const openapi = `openapi: 3.0.3
info: { title: Looms, version: "1" }
servers: []
paths:
  /weaves/{id}:
    get:
      parameters: [{ name: id, in: path }, { name: key, in: header }]
      responses: { "404": { description: none }, "200": { description: there } }
`;
const overlay = `overlay: 1.0.0
info: { title: more, version: 1.0.0 }
actions:
  - target: $.servers
    update: [{ url: "https://loom.example" }]
  - target: $.paths['/weaves/{id}'].get.parameters[?(@.name == 'key')]
    remove: true
  - target: $.paths.*.*.responses.*
    update: { headers: { x-request-id: { schema: { type: string } } } }
`;

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "merge-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const write = (files: Readonly<Record<string, string>>) =>
  Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)));

const merge = (texts: { readonly openapi?: string; readonly overlay?: string }) =>
  mergeFiles("loom", "specs/loom", {
    openapi: { path: "specs/loom/openapi.yaml", text: texts.openapi ?? openapi },
    overlay: { path: "specs/loom/overlay.yaml", text: texts.overlay ?? overlay },
  });

describe("mergeSpec", () => {
  it("applies the overlay of a folder to its document", async () => {
    await write({ "openapi.yaml": openapi, "overlay.yaml": overlay });
    const merged = await mergeSpec(folder);
    expect(merged.document).toMatchObject({
      servers: [{ url: "https://loom.example" }],
      paths: {
        "/weaves/{id}": {
          get: {
            parameters: [{ name: "id", in: "path" }],
            responses: { "200": { headers: { "x-request-id": {} } }, "404": { headers: { "x-request-id": {} } } },
          },
        },
      },
    });
    expect(merged.unusedActions).toEqual([]);
    expect(folder.endsWith(merged.name)).toBe(true);
  });

  it("makes the address that the overlay pins the only server, whatever upstream lists", async () => {
    const pin = '  - target: $\n    update: { x-base-url: "https://pinned.example" }\n';
    const { document } = await merge({ overlay: `${overlay}${pin}` });
    expect(document["servers"]).toEqual([{ url: "https://pinned.example" }]);
    expect(document["x-base-url"]).toBe("https://pinned.example");
  });

  it("changes nothing but its target where the vendor's YAML shares a value by an alias", async () => {
    const shared = `${openapi.replace("paths:\n", "paths:\n  /a: { get: { responses: &all { '200': { description: ok } } } }\n  /b: { get: { responses: *all } }\n")}`;
    const action = "  - target: $.paths['/a'].get.responses['200']\n    update: { links: { next: {} } }\n";
    const { document } = await merge({ openapi: shared, overlay: `${overlay}${action}` });
    expect(document["paths"]).toMatchObject({
      "/a": { get: { responses: { "200": { links: { next: {} } } } } },
      "/b": { get: { responses: { "200": { description: "ok" } } } },
    });
    expect(JSON.stringify(document).split("links")).toHaveLength(2);
  });

  it("makes the address that the overlay pins for an operation the only server of that operation", async () => {
    const elsewhere = `${openapi.replace("paths:\n", "paths:\n  /files:\n    servers: [{ url: https://a.example }]\n    post: { servers: [{ url: https://b.example }], responses: {} }\n")}`;
    const pin = "  - target: $.paths['/files'].post\n    update: { x-base-url: https://files.example }\n";
    const { document } = await merge({ openapi: elsewhere, overlay: `${overlay}${pin}` });
    expect(document["paths"]).toMatchObject({
      "/files": { servers: [{ url: "https://a.example" }], post: { servers: [{ url: "https://files.example" }] } },
    });
  });

  it.each(["x-base-url: https://loom.example", "x-errors: []"])("refuses %s in the vendor's document", async (line) => {
    await expect(merge({ openapi: `${openapi}${line}\n` })).rejects.toThrow(/which is ours to write in the overlay/);
  });

  it("gives the same bytes for the same two files", async () => {
    const [first, second] = await Promise.all([merge({}), merge({})]);
    expect(JSON.stringify(first.document)).toBe(JSON.stringify(second.document));
    expect(Object.keys(first.document)).toEqual(["openapi", "info", "servers", "paths"]);
  });

  it("names the actions that match nothing", async () => {
    const { unusedActions } = await merge({
      overlay: `${overlay}  - target: $.paths['/knots']\n    update: { get: {} }\n`,
    });
    expect(unusedActions).toEqual([{ index: 3, target: "$.paths['/knots']" }]);
  });

  it("says which file is missing and what it is", async () => {
    await write({ "openapi.yaml": openapi });
    const message = await mergeSpec(folder).catch((error: Error) => error.message.replaceAll(folder, "specs/loom"));
    expect(message).toMatchInlineSnapshot(
      `"Failed to read specs/loom/overlay.yaml: it does not exist. It is what this project adds to the vendor's document; specs/README.md says how to write it."`,
    );
  });

  it.each([
    [
      "broken YAML",
      { openapi: "paths:\n  /a: [" },
      "Failed to read specs/loom/openapi.yaml:2: Flow sequence in block collection must be sufficiently indented and end with a ]. Mend the YAML.",
    ],
    [
      "a document without paths",
      { openapi: "swagger: '2.0'\n" },
      "Failed to merge specs/loom/openapi.yaml: it is no OpenAPI document, for it has no paths. Import it again.",
    ],
    [
      "an overlay of another version",
      { overlay: "overlay: 2.0.0\nactions: []\n" },
      'Failed to read specs/loom/overlay.yaml: it is no OpenAPI Overlay 1.0. Begin it with "overlay: 1.0.0".',
    ],
    [
      "an action without a target",
      { overlay: "overlay: 1.0.0\nactions: [{ update: {} }]\n" },
      'Failed to read specs/loom/overlay.yaml:2: action 1 has no target. Write a JSONPath such as "target: $.info".',
    ],
    [
      "an action that does nothing",
      { overlay: "overlay: 1.0.0\nactions: [{ target: $.info }]\n" },
      'Failed to read specs/loom/overlay.yaml:2: action 1 ($.info) does nothing. Give it "update" or "remove: true".',
    ],
    [
      "a target that is no JSONPath",
      { overlay: "overlay: 1.0.0\nactions:\n  - target: $.paths[\n    update: {}\n" },
      "Failed to read specs/loom/overlay.yaml:3: $.paths[ is no JSONPath. Write one such as $.paths['/jobs'].get.",
    ],
    [
      "aliases that multiply",
      { overlay: bomb() },
      "Failed to read specs/loom/overlay.yaml: Excessive alias count indicates a resource exhaustion attack. Mend the YAML.",
    ],
  ])("refuses %s in one line", async (_, texts, message) => {
    await expect(merge(texts)).rejects.toThrow(new CommandError(message));
  });
});

function bomb(): string {
  const lines = Array.from(
    { length: 9 },
    (_, level) => `${letter(level + 1)}: &${letter(level + 1)} [${`*${letter(level)},`.repeat(9)}]`,
  );
  return ["overlay: 1.0.0", "a: &a [x, x]", ...lines].join("\n");
}

function letter(index: number): string {
  return String.fromCodePoint(97 + index);
}
