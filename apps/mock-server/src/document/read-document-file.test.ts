import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { afterAll, expect, test } from "vitest";

import { createMockService } from "../create-mock-service.ts";
import { readDocumentFile } from "./read-document-file.ts";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const write = (files: Readonly<Record<string, string>>): string => {
  const folder = mkdtempSync(join(tmpdir(), "genwait-parts-"));
  folders.push(folder);
  const own = join(folder, "api");
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(own, name)), { recursive: true });
    writeFileSync(join(own, name), text);
  }
  return join(own, "openapi.yaml");
};

const root = `openapi: 3.0.3
info: { title: Kiln, version: "1" }
paths:
  /fires: { $ref: paths/fires.yaml }
  /fires/{id}: { $ref: "paths/fire.yaml" }
components:
  schemas:
    Fire: { $ref: "schemas/all.yaml#/Fire" }
    Heat: { type: integer, example: 900 }
`;

const parts = {
  "openapi.yaml": root,
  "paths/fires.yaml": `post:
  operationId: startFire
  requestBody: { content: { application/json: { schema: { type: object } } } }
  responses:
    "201":
      description: Lit
      content: { application/json: { schema: { $ref: "../openapi.yaml#/components/schemas/Fire" } } }
      links: { fire: { operationId: getFire, parameters: { id: "$response.body#/id" } } }
`,
  "paths/fire.yaml": `get:
  operationId: getFire
  parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
  responses:
    "200":
      description: The fire
      content: { application/json: { schema: { $ref: "../schemas/all.yaml#/Fire" } } }
  x-job:
    name: fire
    id: { request: $request.path.id, response: /id }
    state: { at: /state, values: { pending: [lit], succeeded: [cold] } }
`,
  "schemas/all.yaml": `Fire:
  type: object
  required: [id, state]
  properties:
    id: { type: string, example: fire_0001 }
    state: { type: string, enum: [lit, cold] }
    heat: { $ref: "../openapi.yaml#/components/schemas/Heat" }
    example: { $ref: "#/Note" }
    fuel: { type: object, additionalProperties: { $ref: "#/Fire" } }
Note: { type: string, example: dry wood }
`,
};

test("a document in several files is mocked as one, jobs and all", async () => {
  const { document, files } = await readDocumentFile(write(parts));
  expect(files.map((file) => file.split("/").at(-1))).toEqual(["openapi.yaml", "fires.yaml", "fire.yaml", "all.yaml"]);
  const mock = await createMockService({ apis: [{ name: "kiln", document: Object(document) }], scenario: "instant" });
  const headers = { "content-type": "application/json" };
  const created = await mock.fetch(`${mock.url("kiln")}/fires`, { method: "POST", headers, body: "{}" });
  const { id } = Object(await created.json());
  const polled = await mock.fetch(`${mock.url("kiln")}/fires/${id}`);
  expect([created.status, polled.status, await polled.json()]).toEqual([
    201,
    200,
    expect.objectContaining({ id, state: "cold", heat: 900, example: "dry wood" }),
  ]);
  await mock.close();
});

test("a document in one file stays as it is", async () => {
  const { document } = await readDocumentFile(
    write({ "openapi.yaml": "openapi: 3.0.3\npaths: { /a: { get: {} } }\n" }),
  );
  expect(document).toEqual({ openapi: "3.0.3", paths: { "/a": { get: {} } } });
});

test.each([
  ["another folder", "../secret.yaml", "leads out of the document's folder"],
  ["another folder, encoded", "%2e%2e/secret.yaml", "leads out of the document's folder"],
  ["the root", "/etc/hostname", "leads out of the document's folder"],
  ["a link", "link.yaml", "leads out of the document's folder"],
  ["an address", "https://evil.example/a.yaml", "the mock asks no address"],
  ["an address without a scheme", "//evil.example/a.yaml", "the mock asks no address"],
  ["a file address", "file:///etc/hostname", "the mock asks no address"],
  ["nothing", "missing.yaml", "there is no such file"],
  ["a broken file", "broken.yaml", "does not parse in line 1"],
])("no reference leads to %s", async (_, reference, reason) => {
  const path = write({
    "openapi.yaml": `openapi: 3.0.3\npaths: { /a: { $ref: "${reference}" } }\n`,
    "broken.yaml": "a: [",
  });
  symlinkSync("/etc/hostname", join(dirname(path), "link.yaml"));
  writeFileSync(join(dirname(path), "..", "secret.yaml"), "secret: true");
  await expect(readDocumentFile(path)).rejects.toThrow(reason);
});

test("a reference in an example is data: no file is opened for it", async () => {
  const path = write({
    "openapi.yaml": `openapi: 3.0.3
paths: { /a: { get: { responses: { 200: { description: ok, content: { application/json: { example: { $ref: ../secret.yaml } } } } } } } }
`,
  });
  const { document, files } = await readDocumentFile(path);
  expect([files.length, JSON.stringify(document)]).toEqual([1, expect.stringContaining('{"$ref":"../secret.yaml"}')]);
});
