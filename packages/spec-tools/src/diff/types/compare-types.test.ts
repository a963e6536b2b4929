import { diffDocuments } from "@genwait/openapi-diff";
import { describe, expect, it } from "vitest";

import type { Json, JsonObject } from "../../openapi/json.ts";
import { compareTypes } from "./compare-types.ts";

interface Parts {
  readonly pot?: Json;
  readonly parameters?: readonly Json[];
  readonly responses?: JsonObject;
  readonly glaze?: Json;
  readonly job?: Json;
}

const text = { type: "string" };
const anyPot: Json = {
  type: "object",
  properties: { handles: { type: "integer" }, glaze: { $ref: "#/components/schemas/Glaze" } },
};

const documentOf = ({
  pot = anyPot,
  parameters = [],
  responses = {},
  glaze = { type: "string", enum: ["matt"] },
  job,
}: Parts): JsonObject => ({
  openapi: "3.1.0",
  info: { title: "Pots", version: "1" },
  paths: {
    "/pots": {
      put: {
        operationId: "putPot",
        ...(job !== undefined && { "x-job": job }),
        parameters,
        requestBody: { required: true, content: json("Pot") },
        responses: { "200": { description: "", content: json("Pot") }, ...responses },
      },
    },
  },
  components: { schemas: { Pot: pot, Glaze: glaze } },
});

const json = (component: string): JsonObject => ({
  "application/json": { schema: { $ref: `#/components/schemas/${component}` } },
});

/** What the compiler alone says, as if nothing else had been found. */
const problems = async (old: Parts, revised: Parts): Promise<readonly unknown[]> => {
  const found = await compareTypes(documentOf(old), documentOf(revised), []);
  return found.map(({ operation, side, problem }) => [operation.id, side, problem]);
};

const query = (name: string, required = false): Json => ({ name, in: "query", required, schema: text });

describe("code written against the old types", () => {
  it("no longer compiles where a member is gone", async () => {
    expect(await problems({}, { pot: { type: "object", properties: { lids: text } } })).toEqual([
      ["putPot", "arguments", { kind: "argument-refused", name: "handles" }],
      ["putPot", "result", expect.objectContaining({ kind: expect.any(String) })],
    ]);
  });

  it("no longer compiles where an argument must be given, or is called otherwise", async () => {
    expect(await problems({ parameters: [query("dry")] }, { parameters: [query("dry"), query("team", true)] })).toEqual(
      [["putPot", "arguments", { kind: "argument-missing", name: "team" }]],
    );
    expect(await problems({ parameters: [query("dry")] }, { parameters: [query("damp")] })).toEqual([
      ["putPot", "arguments", { kind: "argument-refused", name: "dry" }],
    ]);
  });

  it("reads a result that may be nothing now", async () => {
    expect(await problems({}, { responses: { "204": { description: "Nothing." } } })).toEqual([
      ["putPot", "result", { kind: "maybe-undefined" }],
    ]);
  });

  it("compiles where an argument became optional, or a first optional one came", async () => {
    expect(await problems({ parameters: [query("team", true)] }, { parameters: [query("team")] })).toEqual([]);
    expect(await problems({}, { parameters: [query("dry")] })).toEqual([]);
  });
});

const withChanges = (old: Parts, revised: Parts): ReturnType<typeof compareTypes> => {
  const [before, after] = [documentOf(old), documentOf(revised)];
  return compareTypes(before, after, diffDocuments(before, after));
};

const jobOf = (succeeded: readonly string[]): Json => ({
  name: "pot",
  id: { request: "$request.body#/id" },
  state: { at: "/glaze", values: { succeeded }, otherwise: "pending" },
});

describe("the verdict on types", () => {
  it("leaves out an operation that a major change touches already", async () => {
    expect(await withChanges({}, { pot: { type: "object", properties: { lids: text } } })).toEqual([]);
  });

  it("leaves out values added to a list in a response", async () => {
    const more = { glaze: { type: "string", enum: ["matt", "gloss"] } };
    expect(await problems({}, more)).toEqual([["putPot", "result", expect.objectContaining({ kind: "other" })]]);
    expect(await withChanges({}, more)).toEqual([]);
  });

  it("leaves out a status that is new, whether or not the declaration names it", async () => {
    const more = { type: "string", enum: ["matt", "gloss"] };
    expect(await withChanges({ job: jobOf(["matt"]) }, { job: jobOf(["matt"]), glaze: more })).toEqual([]);
    expect(await withChanges({ job: jobOf(["matt"]) }, { job: jobOf(["matt", "gloss"]), glaze: more })).toEqual([]);
  });
});
