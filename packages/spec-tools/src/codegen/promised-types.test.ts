import { describe, expect, it } from "vitest";

import type { JsonObject } from "../merge/json.ts";
import { promisedTypesOf } from "./promised-types.ts";
import { readApi } from "./read-api.ts";
import { resolverOf } from "./references.ts";
import { bakeStatus, testDocument } from "./testing.ts";

const typeAt = (pointer: string, properties: JsonObject, more: JsonObject = {}): string | undefined => {
  const Bake = { type: "object", properties, ...more };
  const api = readApi({ name: "oven", document: testDocument({ schemas: { Bake } }), place: "specs/oven" });
  const [job] = api.jobs;
  if (job === undefined) throw new Error("The document has no job.");
  return promisedTypesOf(job, resolverOf(api.document))(pointer, "job");
};

const branch = (type: string): JsonObject => ({ type: "object", properties: { loaf: { type } } });

describe("the type of a promised member", () => {
  it.each<[JsonObject, string | undefined]>([
    [{ type: "string" }, "a string"],
    [{ type: "integer" }, "a number"],
    [{ type: "string", nullable: true }, "a string"],
    [{ type: ["object", "null"] }, "an object"],
    [{ anyOf: [{ type: "string", pattern: "^a" }, { type: "null" }] }, "a string"],
    [{ allOf: [{ type: "array" }, { description: "Loaves" }] }, undefined],
    [{ oneOf: [{ type: "string" }, { type: "object" }] }, undefined],
    [{ anyOf: [{ type: "string" }, {}] }, undefined],
    [{ type: ["string", "number"] }, undefined],
    [{}, undefined],
  ])("of %j is %s", (member, type) => {
    expect(typeAt("/loaf", { loaf: member })).toBe(type);
  });

  it("is found in a composition, and asked of every branch that has the member", () => {
    expect(typeAt("/loaf", {}, { oneOf: [branch("string"), { type: "object" }] })).toBe("a string");
    expect(typeAt("/loaf", {}, { oneOf: [branch("string"), branch("array")] })).toBeUndefined();
  });

  it("is unknown where no schema has the member", () => {
    expect(typeAt("/crumb", { loaf: { type: "string" } })).toBeUndefined();
  });

  it("of an item is that of an entry of the list", () => {
    const declaration = { ...bakeStatus["x-job"], items: { at: "/loaves", state: { at: "/status" }, none: "pending" } };
    const schemas = {
      Bake: {
        type: "object",
        properties: { loaves: { type: "array", items: { type: "object", properties: { url: { type: "string" } } } } },
      },
    };
    const paths = { "/bakes/{id}": { get: { ...bakeStatus, "x-job": declaration } } };
    const api = readApi({ name: "oven", document: testDocument({ schemas, paths }), place: "specs/oven" });
    const [job] = api.jobs;
    expect(job && promisedTypesOf(job, resolverOf(api.document))("/url", "item")).toBe("a string");
  });
});
