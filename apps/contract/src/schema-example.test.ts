import { createValidator } from "@genwait/client-core/validate";
import { describe, expect, it } from "vitest";
import { exampleOfSchema } from "./schema-example.ts";

const document = {
  components: {
    schemas: {
      Place: { anyOf: [{ type: "string" }, { type: "integer" }] },
      Loop: { type: "object", required: ["next"], properties: { next: { $ref: "#/components/schemas/Loop" } } },
      Still: {
        type: "object",
        required: ["kind", "seed"],
        properties: { kind: { const: "still" }, seed: { type: "integer" } },
      },
      Film: {
        type: "object",
        required: ["kind", "seconds"],
        properties: { kind: { enum: ["film"] }, seconds: { type: "number" } },
      },
    },
  },
};
const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
const exampleOf = (schema: object, options = {}): unknown => exampleOfSchema(schema, { document, ...options });

describe("an example of a schema", () => {
  const strings = [
    { type: "string", pattern: "^(wide|tall)-\\d{2,4}$" },
    { type: "string", pattern: "^https://.+$", maxLength: 60 },
    { type: "string", pattern: "^[a-z]+$", minLength: 5 },
    { type: "string", format: "uuid" },
    { type: "string", minLength: 40 },
    { type: "string", maxLength: 2 },
    { type: ["null", "string"], enum: ["one", "two"] },
  ];
  const numbers = [
    { type: "integer", minimum: 256, multipleOf: 32 },
    { type: "number", maximum: 0.5, minimum: 0 },
    { type: "integer", exclusiveMinimum: 1 },
    { type: "integer", maximum: -3 },
  ];
  const composed = [
    { type: "array", minItems: 2, items: ref("Place") },
    { allOf: [ref("Still"), { required: ["size"], properties: { size: { default: 3 } } }] },
    { oneOf: [ref("Still"), ref("Film")] },
    { oneOf: [ref("Still"), ref("Film")], example: { kind: "film", seconds: 2 } },
    {
      type: "object",
      required: ["a", "b"],
      properties: { a: { type: "boolean" }, b: ref("Still") },
      example: { a: false },
    },
  ];
  it.each([...strings, ...numbers, ...composed])("is one of %j", (schema) => {
    const whole = { ...document, paths: { "/a": { get: responding(schema) } } };
    const { check } = createValidator(whole);
    const response = { status: 200, body: exampleOf(schema) };
    expect(check({ method: "GET", path: "/a" }, response)).toEqual([]);
    expect(check({ method: "GET", path: "/a" }, { ...response, body: { wrong: [] } })).not.toEqual([]);
  });

  it("has what is demanded, and of the rest what the document shows", () => {
    const properties = { id: { type: "string" }, size: { type: "integer", example: 7 }, hint: { type: "string" } };
    const schema = { type: "object", required: ["id"], properties };
    expect(exampleOf(schema)).toEqual({ id: "A text", size: 7 });
    expect(exampleOf(schema, { onlyRequired: true })).toEqual({ id: "A text" });
    expect(exampleOf(schema, { text: "else" })).toEqual({ id: "else", size: 7 });
  });

  it("keeps the vendor's own example, and completes it", () => {
    const properties = { id: { type: "string" }, size: { type: "integer" } };
    expect(exampleOf({ required: ["id"], properties, example: { size: 2 } })).toEqual({ id: "A text", size: 2 });
  });

  it("has no member of the other direction", () => {
    const properties = { id: { type: "string", readOnly: true }, name: { type: "string" } };
    expect(exampleOf({ required: ["id", "name"], properties }, { without: "readOnly" })).toEqual({ name: "A text" });
  });

  it("ends where a schema contains itself, and is none where there is no schema", () => {
    expect(exampleOf(ref("Loop"))).toHaveProperty("next.next");
    expect(exampleOfSchema(undefined, { document })).toBeUndefined();
  });
});

const responding = (schema: object): object => ({
  responses: { 200: { description: "", content: { "application/json": { schema } } } },
});
