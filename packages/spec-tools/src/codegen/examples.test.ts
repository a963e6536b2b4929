import { describe, expect, it } from "vitest";

import type { JsonObject } from "../openapi/json.ts";
import { createExamples } from "./examples.ts";
import { testDocument } from "./testing.ts";

const exampleOf = (schema: JsonObject, schemas: JsonObject = {}) =>
  createExamples(testDocument({ openapi: "3.1.0", schemas })).of(schema);

describe("an example", () => {
  it("is the schema's own, where the schema takes it", () => {
    expect(exampleOf({ type: "string", example: "rye" })).toBe("rye");
    expect(exampleOf({ type: "string", examples: [{ value: "rye" }, "oat"] })).toBe("oat");
    expect(exampleOf({ type: "integer", default: "many", enum: ["one", 1] })).toBe(1);
  });

  it("has what is required, and what has a default, which the types count as required", () => {
    const properties = { a: { type: "string" }, b: { type: "integer", default: 2 }, c: { type: "boolean" } };
    expect(exampleOf({ type: "object", required: ["a"], properties })).toEqual({ a: "…", b: 2 });
  });

  it("follows references, and ends in a schema that contains itself", () => {
    const Loaf = { type: "object", required: ["inner"], properties: { inner: { $ref: "#/components/schemas/Loaf" } } };
    expect(exampleOf({ $ref: "#/components/schemas/Crumb" }, { Crumb: { type: "boolean" } })).toBe(true);
    expect(exampleOf({ $ref: "#/components/schemas/Loaf" }, { Loaf })).toBeUndefined();
  });

  it("is none where nothing that can be made up is one", () => {
    expect(exampleOf({ type: "string", minLength: 9 })).toBeUndefined();
  });

  it("never runs a pattern of the vendor's", () => {
    expect(exampleOf({ type: "string", pattern: "^(a+)+$", example: `${"a".repeat(40)}!` })).toBe(`${"a".repeat(40)}!`);
  });
});
