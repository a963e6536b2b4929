import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { describe, expect, it } from "vitest";

import { bundleFiles } from "./bundle-files.ts";
import { refusalOf, temporaryIo } from "./testing.ts";

const root = (ref: string) =>
  `openapi: 3.1.0\ninfo: { title: Kiln, version: "1" }\npaths:\n  /firings: { $ref: "${ref}" }\n`;

const bundle = async (files: Readonly<Record<string, string>>, links: Readonly<Record<string, string>> = {}) => {
  const { cwd } = await temporaryIo();
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(cwd, file)), { recursive: true });
    await writeFile(join(cwd, file), text);
  }
  for (const [file, target] of Object.entries(links)) await symlink(join(cwd, target), join(cwd, file));
  return bundleFiles(join(cwd, "vendor/openapi.yaml"), "vendor/openapi.yaml");
};

describe("bundleFiles", () => {
  it("puts the files below the document's folder into it", async () => {
    const bundled = await bundle({
      "vendor/openapi.yaml": root("paths/firings.yaml"),
      "vendor/paths/firings.yaml": `get: { operationId: listFirings, responses: { "200": { description: a, content: { application/json: { schema: { $ref: "../schemas.yaml#/Firing" } } } } } }`,
      "vendor/schemas.yaml": `Firing: { type: object, properties: { next: { $ref: "#/Firing" } } }`,
    });
    expect(bundled?.files).toEqual(["paths/firings.yaml", "schemas.yaml"]);
    const document: unknown = JSON.parse(bundled?.text ?? "");
    expect(document).toMatchObject({
      paths: { "/firings": { get: { operationId: "listFirings" } } },
      components: { schemas: { Firing: { properties: { next: { $ref: "#/components/schemas/Firing" } } } } },
    });
    expect(bundled?.text).not.toContain(".yaml");
  });

  it("refuses what an example calls a reference, and neither asks nor reads it", async () => {
    const asked: string[] = [];
    const server = createServer(({ url = "" }, response) => response.end(asked.push(url)));
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const { port } = server.address() as AddressInfo;
    const example = `content: { application/json: { example: { $ref: "http://127.0.0.1:${port}/secret" } } }`;
    const bundling = bundle({
      "vendor/openapi.yaml": `${root("paths/firings.yaml")}  /kilns: { get: { responses: { "200": { description: a, ${example} } } } }\n`,
      "vendor/paths/firings.yaml": `get: { responses: { "200": { description: a } } }`,
    });
    await expect(bundling).rejects.toThrow("nothing here follows an address");
    server.close();
    expect(asked).toEqual([]);
  });

  it("leaves a document that is whole as it is", async () => {
    expect(await bundle({ "vendor/openapi.yaml": root("#/components/pathItems/a") })).toBeUndefined();
  });

  it.each([
    [
      "a file above the folder",
      { "vendor/openapi.yaml": root("../secret.yaml"), "secret.yaml": "get: {}" },
      {},
      /leads out of the document's folder/,
    ],
    [
      "a link out of the folder",
      { "vendor/openapi.yaml": root("link.yaml"), "secret.yaml": "get: {}" },
      { "vendor/link.yaml": "secret.yaml" },
      /leads out of the document's folder/,
    ],
    [
      "a file by its whole path",
      { "vendor/openapi.yaml": root("/etc/hostname") },
      {},
      /leads out of the document's folder/,
    ],
    [
      "an address in one of the files",
      {
        "vendor/openapi.yaml": root("a.yaml"),
        "vendor/a.yaml": 'get: { responses: { "200": { $ref: "https://kiln.example/a" } } }',
      },
      {},
      /nothing here follows an address/,
    ],
    [
      "a file that is not there",
      { "vendor/openapi.yaml": root("gone.yaml") },
      {},
      /openapi.yaml \(gone.yaml\): there is no such file/,
    ],
    [
      "more than one page may hold",
      { "vendor/openapi.yaml": root("a.yaml"), "vendor/a.yaml": `x: "${"a".repeat(5_000_000)}"` },
      {},
      /larger than 5 MB/,
    ],
  ])("refuses %s", async (_, files, links, message) => {
    expect((await refusalOf(() => bundle(files, links))).message).toMatch(message);
  });
});
