import { describe, expect, it } from "vitest";

import { documentOf } from "./load-document.ts";
import { withOpenWords } from "./open-words.ts";

const opened = (schema: unknown): unknown => {
  const { root } = withOpenWords(documentOf({ components: { schemas: { Pot: schema } } }));
  return JSON.parse(JSON.stringify(root)).components.schemas.Pot;
};

describe("withOpenWords", () => {
  it("takes listed words and numbers for texts and numbers", () => {
    expect(opened({ enum: ["a", "b"] })).toEqual({ type: "string" });
    expect(opened({ type: ["string", "null"], enum: ["a", null] })).toEqual({ type: ["string", "null"] });
    expect(opened({ oneOf: [{ const: 1 }, { enum: [2, 3] }] })).toEqual({
      oneOf: [{ type: "number" }, { type: "number" }],
    });
  });

  it("leaves mixed lists, names and data as they are", () => {
    for (const schema of [
      { enum: ["a", 1] },
      { enum: [true] },
      { properties: { enum: { type: "string" }, const: { type: "string" } } },
      { example: { enum: ["a"], const: "a" } },
    ])
      expect(opened(schema)).toEqual(schema);
  });
});
