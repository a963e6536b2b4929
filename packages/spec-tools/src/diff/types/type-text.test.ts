import { describe, expect, it } from "vitest";

import { memberOf, rootNode } from "../../openapi/spec-node.ts";
import { typeText } from "./type-text.ts";

const text = (schema: unknown, side: "request" | "response" = "response"): string => {
  const node = memberOf(rootNode({ openapi: "3.1.0", schema }), "schema");
  return node === undefined ? "" : typeText(node, side);
};

describe("a schema as TypeScript", () => {
  it("has closed lists of words", () => {
    expect(text({ enum: ["a", "b"] })).toBe('("a" | "b")');
    expect(text({ const: "a" })).toBe('"a"');
    expect(text({ oneOf: [{ const: "a" }, { const: "b" }] }, "request")).toBe('("a" | "b")');
  });

  it("leaves out members of the other side", () => {
    const schema = {
      type: "object",
      required: ["id"],
      properties: { id: { type: "string", readOnly: true }, pin: { type: "string", writeOnly: true } },
    };
    expect(text(schema)).toBe('{ "id": string; }');
    expect(text(schema, "request")).toBe('{ "pin"?: string; }');
  });

  it("puts together what allOf and required say", () => {
    const schema = {
      required: ["a"],
      allOf: [{ type: "object", properties: { a: { type: "integer" } } }, { type: "object" }],
    };
    expect(text(schema)).toBe('WithRequired<({ "a"?: number; } & { [name: string]: unknown }), "a">');
  });

  it("writes lists, tuples, maps, unions and null", () => {
    expect(text({ type: "array", items: { type: ["string", "null"] } })).toBe("((string | null))[]");
    expect(text({ type: "array", prefixItems: [{ type: "string" }] })).toBe("[string, ...(unknown)[]]");
    expect(text({ additionalProperties: { type: "number" } })).toBe("{ [name: string]: number }");
    expect(text({ oneOf: [{ type: "boolean" }, { $ref: "#/components/schemas/Pot" }] })).toBe(
      '(boolean | Read["Pot"])',
    );
    expect(text({ type: "string", nullable: true })).toBe("(string | null)");
    expect(text(false)).toBe("never");
  });
});
