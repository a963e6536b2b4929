import { describe, expect, it } from "vitest";

import { withStatedMappings } from "./discriminators.ts";
import { type Json, type JsonObject, objectAt } from "./json.ts";

const variant = (kind: Json): Json => ({ type: "object", properties: { kind } });

const documentOf = (mapping: Json | undefined, first: Json, second: Json = { const: "bubble" }): JsonObject => ({
  openapi: "3.1.0",
  components: {
    schemas: {
      Flaw: {
        oneOf: [{ $ref: "#/components/schemas/Crack" }, { $ref: "#/components/schemas/Bubble" }],
        discriminator: { propertyName: "kind", ...(mapping !== undefined && { mapping }) },
      },
      Crack: variant(first),
      Bubble: { allOf: [variant(second), { type: "object" }] },
    },
  },
});

const mappingOf = (document: JsonObject): Json | undefined =>
  objectAt(
    objectAt(objectAt(objectAt(withStatedMappings(document), "components"), "schemas"), "Flaw"),
    "discriminator",
  )["mapping"];

const [crack, bubble] = ["#/components/schemas/Crack", "#/components/schemas/Bubble"];

describe("withStatedMappings", () => {
  it("takes the values that variants list for themselves", () => {
    expect(mappingOf(documentOf(undefined, { enum: ["crack", "split"] }))).toEqual({ crack, split: crack, bubble });
  });

  it("keeps what is mapped, with bare names as references", () => {
    expect(mappingOf(documentOf({ c: "Crack" }, { enum: ["crack"] }))).toEqual({ c: crack, bubble });
  });

  it("leaves a variant that lists nothing to the name of its schema", () => {
    expect(mappingOf(documentOf(undefined, { type: "string" }))).toEqual({ bubble });
  });

  it("maps nothing where two variants list the same value", () => {
    expect(mappingOf(documentOf(undefined, { const: "bubble" }))).toBeUndefined();
  });

  it("does not touch a document without discriminators, nor a property of that name", () => {
    const document = {
      openapi: "3.1.0",
      components: { schemas: { A: { properties: { discriminator: variant({}) } } } },
    };
    expect(withStatedMappings(document)).toEqual(document);
  });
});
