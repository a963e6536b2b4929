import { describe, expect, it } from "vitest";

import type { JsonObject } from "../openapi/json.ts";
import { readApi } from "./api-model.ts";
import { jobTypesOf } from "./job-types.ts";
import { resolverOf } from "../openapi/references.ts";
import { bakeSchemas, bakeStatus, testDocument } from "./testing.ts";

const typesOf = (document: JsonObject) => {
  const { jobs } = readApi({ name: "oven", document, place: "specs/oven" });
  const [types] = jobs.map((job) => jobTypesOf(job, resolverOf(document)));
  return Object.fromEntries(
    [...(types?.phases ?? []), ...(types?.items ?? [])].map(({ name, type }) => [name, type.replaceAll(/\s+/g, " ")]),
  );
};

const withJob = (job: JsonObject, Bake: JsonObject = bakeSchemas.Bake, more: JsonObject = {}) =>
  typesOf(
    testDocument({
      paths: { "/bakes/{id}": { get: { ...bakeStatus, "x-job": { ...bakeStatus["x-job"], ...job } } } },
      schemas: { Bake, ...more },
    }),
  );

const variant = (word: string, more: JsonObject = {}) => ({
  type: "object",
  properties: { status: { enum: [word] }, ...more },
});

const content = (name: string) => ({
  description: "",
  content: { "application/json": { schema: { $ref: `#/components/schemas/${name}` } } },
});

describe("the body of a phase", () => {
  it("has its guaranteed fields, and the words of its status, open where unlisted ones fall", () => {
    expect(withJob({})).toEqual({
      BakePending: 'Refine<components["schemas"]["Bake"], { status: "hot" | (string & {}) }>',
      BakeSucceeded: 'Refine<components["schemas"]["Bake"], { url: string; status: "done" }>',
      BakeFailed: 'Refine<components["schemas"]["Bake"], { status: "burnt" }>',
    });
  });

  it("guarantees nothing of a failure: a failed job without its reason is a failed job", () => {
    expect(withJob({ has: { failed: { present: ["/error/message"] } } })["BakeFailed"]).not.toContain("error");
  });

  it("says nothing again that the schema says", () => {
    expect(withJob({ has: { succeeded: { present: ["/id"] } } })["BakeSucceeded"]).not.toContain("id:");
  });

  it("keeps the type of a guaranteed field that is no plain text or number", () => {
    const types = withJob({ has: { succeeded: { present: ["/error", "/error/message"] } } });
    expect(types["BakeSucceeded"]).toContain("{ error: { message: string }; status");
    expect(withJob({ has: { succeeded: { present: ["/error"] } } })["BakeSucceeded"]).toContain(
      "{ error: unknown; status",
    );
  });

  it("counts numbers and flags as words", () => {
    const state = { at: "/code", values: { pending: [0], succeeded: [1, true] }, otherwise: "failed" };
    expect(withJob({ state, has: {} })).toMatchObject({
      BakePending: 'Refine<components["schemas"]["Bake"], { code: 0 }>',
      BakeSucceeded: 'Refine<components["schemas"]["Bake"], { code: 1 | true }>',
      BakeFailed: 'Refine<components["schemas"]["Bake"], { code: (number & {}) | (boolean & {}) }>',
    });
  });

  it("is what the response's own code says, for a job that is told by codes", () => {
    const responses = { "200": content("Bake"), "202": content("Dough") };
    const state = {
      rules: [
        { when: [{ status: 202 }], is: "pending" },
        { when: [{ status: 200 }], is: "succeeded" },
      ],
    };
    const get = { ...bakeStatus, responses, "x-job": { name: "bake", id: bakeStatus["x-job"].id, state } };
    expect(typesOf(testDocument({ paths: { "/bakes/{id}": { get } }, schemas: { Bake: {}, Dough: {} } }))).toEqual({
      BakePending: 'components["schemas"]["Dough"]',
      BakeSucceeded: 'components["schemas"]["Bake"]',
    });
  });

  it("is found by its place where its schema has no name", () => {
    const responses = { "200": { description: "", content: { "application/json": { schema: { type: "object" } } } } };
    const get = { ...bakeStatus, responses, "x-job": { ...bakeStatus["x-job"], has: {} } };
    expect(typesOf(testDocument({ paths: { "/bakes/{id}": { get } } }))["BakePending"]).toContain(
      'operations["getBake"]["responses"][200]["content"]["application/json"]',
    );
  });

  it("is the variants of a union that can be meant", () => {
    const types = withJob(
      { id: { request: "$request.path.id" } },
      {
        oneOf: [
          { $ref: "#/components/schemas/Hot" },
          { $ref: "#/components/schemas/Done" },
          { $ref: "#/components/schemas/Burnt" },
        ],
      },
      { Hot: variant("hot"), Done: variant("done", { url: { type: "string" } }), Burnt: variant("burnt") },
    );
    expect(types["BakeSucceeded"]).toBe('Refine<components["schemas"]["Done"], { url: string; status: "done" }>');
    expect(types["BakeFailed"]).toBe('Refine<components["schemas"]["Burnt"], { status: "burnt" }>');
  });
});

describe("an item", () => {
  const Loaf = { type: "object", properties: { url: { type: "string" }, status: { type: "string" } } };
  const items = {
    at: "/tray/loaves",
    state: { at: "/status", values: { pending: ["hot"], succeeded: ["done"], failed: ["burnt"] } },
    has: { succeeded: { present: ["/url"] }, failed: { present: ["/why"] } },
    none: "pending",
  };
  const Bake = {
    type: "object",
    properties: {
      id: { type: "string" },
      tray: { type: "object", properties: { loaves: { type: "array", items: { $ref: "#/components/schemas/Loaf" } } } },
    },
  };
  const job = { items, has: {}, state: null };

  it("has a type for each of its phases, and the lists of terminal phases have entries of these", () => {
    expect(withJob({ ...job, state: {} }, Bake, { Loaf })).toEqual({
      BakePending: 'components["schemas"]["Bake"]',
      BakeSucceeded:
        'Refine< components["schemas"]["Bake"], { id: string; tray: { loaves: { url: string; status: "done" }[] } } >',
      BakePartial:
        'Refine< components["schemas"]["Bake"], { id: string; tray: { loaves: ({ url: string; status: "done" } | { status: "burnt" })[] } } >',
      BakeFailed: 'Refine< components["schemas"]["Bake"], { id: string; tray: { loaves: { status: "burnt" }[] } } >',
      BakeItemPending: 'Refine<components["schemas"]["Loaf"], { status: "hot" | (string & {}) }>',
      BakeItemSucceeded: 'Refine<components["schemas"]["Loaf"], { url: string; status: "done" }>',
      BakeItemFailed: 'Refine<components["schemas"]["Loaf"], { status: "burnt" }>',
    });
  });

  it("without a name is an entry of its list", () => {
    const inline = {
      ...Bake,
      properties: {
        ...Bake.properties,
        tray: { type: "object", properties: { loaves: { type: "array", items: Loaf } } },
      },
    };
    expect(withJob({ ...job, state: {} }, inline)["BakeItemFailed"]).toContain(
      'NonNullable<NonNullable<components["schemas"]["Bake"]["tray"]>["loaves"]>[number]',
    );
  });
});
