import { describe, expect, it } from "vitest";

import { mergeFiles } from "../openapi/spec-folder.ts";
import { type Origins, originsOf } from "./origins.ts";

const openapi = `openapi: 3.0.3
info: { title: Looms, version: "1" }
paths:
  /weaves/{id}:
    get: { summary: One weave, responses: { "200": { description: there }, "404": { description: none } } }
`;
const overlay = `overlay: 1.0.0
info: { title: more, version: 1.0.0 }
actions:
  - target: $.paths.*.get
    description: "documented: the name; page Weaves"
    update: { operationId: getWeave }
  - target: $.paths.*.*.responses.*
    description: "assumed: every response has it"
    update: { headers: { x-id: { description: The id, schema: { type: string } } } }
  - target: $.paths.*.get
    description: "observed: seen in code"
    update: { summary: A weave }
  - target: $.paths.*.*.responses['404']
    description: "assumed: every response has it"
    update: { description: Nobody knows it }
`;

const origins = async (): Promise<Origins> =>
  originsOf(
    await mergeFiles("loom", "specs/loom", {
      openapi: { path: "specs/loom/openapi.yaml", text: openapi },
      overlay: { path: "specs/loom/overlay.yaml", text: overlay },
    }),
  );

describe("originsOf", () => {
  it("names each fact once, by its mark and a number", async () => {
    expect((await origins()).facts.map(({ code, text }) => `${code} ${text}`)).toEqual([
      "D1 the name; page Weaves",
      "O1 seen in code",
      "A1 every response has it",
    ]);
  });

  it.each([
    ["/info/title", ["U"]],
    ["/paths/~1weaves~1{id}/get/operationId", ["D1"]],
    ["/paths/~1weaves~1{id}/get/summary", ["O1"]],
    ["/paths/~1weaves~1{id}/get/responses/200", ["U", "A1"]],
    ["/paths/~1weaves~1{id}/get/responses/404", ["A1"]],
    ["/paths/~1weaves~1{id}/get", ["U", "D1", "O1", "A1"]],
    ["/nowhere", []],
  ])("knows who wrote %s last", async (pointer, codes) => {
    expect((await origins()).of(pointer)).toEqual(codes);
  });

  it("leaves out of account what has a row of its own", async () => {
    expect((await origins()).of("/paths/~1weaves~1{id}/get/responses/200", ["headers"])).toEqual(["U"]);
  });
});
