import { describe, expect, it } from "vitest";

import { type Json, objectAt } from "../../openapi/json.ts";
import { withOpenWords } from "./open-words.ts";

const opened = (schema: Json): unknown =>
  objectAt(objectAt(withOpenWords({ components: { schemas: { Pot: schema } } }), "components"), "schemas")["Pot"];

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
