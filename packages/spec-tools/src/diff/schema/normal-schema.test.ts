import { describe, expect, it } from "vitest";

import { documentOf } from "../load-document.ts";
import { memberOf, rootNode } from "../spec-node.ts";
import { normalSchema } from "./normal-schema.ts";
import type { NormalSchema } from "./schema.ts";

const normal = (schema: unknown, openapi = "3.1.0", schemas: unknown = {}): NormalSchema => {
  const node = memberOf(rootNode(documentOf({ openapi, schema, components: { schemas } })), "schema");
  return normalSchema(node === undefined ? [] : [node]);
};

describe("the normal form of a schema", () => {
  it("folds allOf and references into one", () => {
    const form = normal(
      { allOf: [{ $ref: "#/components/schemas/Base" }, { properties: { b: { type: "string" } }, required: ["b"] }] },
      "3.0.3",
      { Base: { type: "object", required: ["a"], properties: { a: { type: "integer" } } } },
    );
    expect([...form.properties.keys()]).toEqual(["a", "b"]);
    expect([...form.required]).toEqual(["a", "b"]);
    expect(form.types).toEqual(["object"]);
  });

  it("takes the tightest of several limits", () => {
    const form = normal({
      allOf: [
        { maxLength: 5, minimum: 1 },
        { maxLength: 3, exclusiveMinimum: 1 },
      ],
    });
    expect(form.limits.get("maxLength")).toBe(3);
    expect(form.lower).toEqual({ value: 1, exclusive: true });
  });

  it("says null in one way for all ways to say it", () => {
    const forms = [
      normal({ type: "string", nullable: true }, "3.0.3"),
      normal({ type: ["string", "null"] }),
      normal({ anyOf: [{ type: "string" }, { type: "null" }] }),
      normal({ oneOf: [{ type: "string" }, { enum: [null] }] }),
    ];
    expect(forms.map(({ types, nullable }) => ({ types, nullable }))).toEqual(
      forms.map(() => ({ types: ["string"], nullable: true })),
    );
  });

  it("reads a union of types or values as a list of them", () => {
    expect(normal({ anyOf: [{ type: "string" }, { type: "integer" }] })).toMatchObject({
      types: ["integer", "string"],
      unions: [],
    });
    expect(normal({ oneOf: [{ const: "a", title: "A" }, { const: "b" }] })).toMatchObject({
      values: ["a", "b"],
      unions: [],
    });
  });

  it("ignores what stands beside a reference in 3.0, and reads it in 3.1", () => {
    const schema = { $ref: "#/components/schemas/Text", maxLength: 3 };
    const schemas = { Text: { type: "string" } };
    expect(normal(schema, "3.0.3", schemas).limits.has("maxLength")).toBe(false);
    expect(normal(schema, "3.1.0", schemas).limits.get("maxLength")).toBe(3);
  });

  it("ends at a schema that contains itself", () => {
    const schemas = { Node: { allOf: [{ $ref: "#/components/schemas/Node" }, { type: "object" }] } };
    expect(normal({ $ref: "#/components/schemas/Node" }, "3.0.3", schemas).types).toEqual(["object"]);
  });
});
