import { execFile } from "node:child_process";
import process from "node:process";
import { fileURLToPath } from "node:url";

import { expect, it } from "vitest";

import { temporaryIo } from "../import/testing.ts";

const count = 600;

const shelf = (index: number) => ({
  get: {
    operationId: `readShelf${index}`,
    description: "What stands on it. ".repeat(120),
    responses: { 200: { description: "The shelf" } },
  },
});

const body = (properties: object) => ({ content: { "application/json": { schema: { type: "object", properties } } } });

const openapi = {
  openapi: "3.0.3",
  info: { title: "Kiln", version: "1" },
  security: [],
  paths: {
    "/firings/{id}": {
      get: {
        operationId: "getFiring",
        parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
        responses: {
          200: {
            description: "The firing",
            ...body({ id: { type: "string", example: "fi_1" }, status: { type: "string", enum: ["pending", "done"] } }),
          },
        },
      },
    },
    ...Object.fromEntries(Array.from({ length: count }, (_, index) => [`/shelves/${index}`, shelf(index)])),
  },
};

const action = (target: string, update: object) => ({ target, description: "assumed: made up", update });

const overlay = {
  overlay: "1.0.0",
  info: { title: "more", version: "1.0.0" },
  actions: [
    action("$", { "x-base-url": "https://kiln.example" }),
    action("$.paths['/firings/{id}'].get", {
      "x-job": {
        name: "firing",
        id: { request: "$request.path.id", response: "/id" },
        state: { at: "/statuz", values: { pending: ["pending"], succeeded: ["done"] } },
      },
    }),
    ...Array.from({ length: count }, (_, index) => action(`$.paths['/shelves/${index}'].get`, { deprecated: true })),
  ],
};

const main = fileURLToPath(new URL("../main.ts", import.meta.url));

it("tells one problem of a large document with as many actions, in a quarter of a gigabyte, and says that it takes a while", async () => {
  const io = await temporaryIo({
    "specs/kiln/openapi.yaml": JSON.stringify(openapi, undefined, 1),
    "specs/kiln/overlay.yaml": JSON.stringify(overlay, undefined, 1),
    "specs/kiln/responses.yaml": "responses: []\n",
  });
  const said = await new Promise<{ readonly code: unknown; readonly out: string; readonly err: string }>((done) => {
    const args = ["--max-old-space-size=256", "--conditions=@genwait/source", main, "lint", "specs/kiln"];
    execFile(process.execPath, args, { cwd: io.cwd }, (error, out, err) => {
      done({ code: error?.code ?? 0, out, err });
    });
  });
  expect(said.code).toBe(1);
  expect(said.out).toMatch(
    /^specs\/kiln\/overlay\.yaml:\d+: nothing in a response of getFiring is at \/statuz\. Did you mean \/status\?[^\n]*\n$/,
  );
  expect(said.err).toMatch(/^specs\/kiln \(\d\.\d MB\): reading, merging, checking; this takes a while\n/);
}, 120_000);
