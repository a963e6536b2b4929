import { describe, expect, it } from "vitest";

import { resolverOf } from "../openapi/references.ts";
import type { JsonObject } from "../openapi/json.ts";
import { hasExample } from "./has-example.ts";

const text: JsonObject = { type: "string" };
const name: JsonObject = { type: "string", example: "Ada" };
const node: JsonObject = { type: "object", properties: { next: { $ref: "#/components/schemas/Node" } } };
const document: JsonObject = { components: { schemas: { Name: name, Node: node } } };

describe("hasExample", () => {
  it.each<[string, JsonObject, boolean]>([
    ["a bare text", text, false],
    ["an example", name, true],
    ["an example that is null", { type: "string", example: null }, true],
    ["examples", { type: "string", examples: ["Ada"] }, true],
    ["examples without any", { type: "string", examples: [] }, false],
    ["a default", { type: "integer", default: 0 }, true],
    ["an enum", { type: "string", enum: ["a"] }, true],
    ["a format with one obvious form", { type: "string", format: "date-time" }, true],
    ["a format with none", { type: "string", format: "uri" }, false],
    ["a reference", { $ref: "#/components/schemas/Name" }, true],
    ["a composition", { allOf: [{ $ref: "#/components/schemas/Name" }], description: "who" }, true],
    ["an object whose members all have one", { type: "object", properties: { name } }, true],
    ["an object with a member that has none", { type: "object", properties: { name, text } }, false],
    ["an object that has one itself", { type: "object", example: {}, properties: { text } }, true],
    ["an object without members", { type: "object" }, false],
    ["a list of what has one", { type: "array", items: name }, true],
    ["a list of what has none", { type: "array", items: text }, false],
    ["a schema that holds itself", { $ref: "#/components/schemas/Node" }, false],
  ])("judges %s", (_, schema, expected) => {
    expect(hasExample([schema], resolverOf(document))).toBe(expected);
  });
});
