import { describe, expect, it } from "vitest";

import { componentOf, referenceTo, resolverOf } from "./references.ts";

const document = {
  components: {
    schemas: {
      "a/b": { type: "string" },
      Alias: { $ref: "#/components/schemas/a~1b" },
      Loop: { $ref: "#/components/schemas/Loop" },
    },
  },
  list: [{ name: "first" }],
};
const resolve = resolverOf(document);

describe("resolverOf", () => {
  it("follows a chain of references", () => {
    expect(resolve({ $ref: "#/components/schemas/Alias" })).toEqual({ type: "string" });
  });

  it("finds entries of lists", () => {
    expect(resolve({ $ref: "#/list/0" })).toEqual({ name: "first" });
  });

  it("gives an object without a reference as it is", () => {
    const schema = { type: "number" };
    expect(resolve(schema)).toBe(schema);
  });

  it("says which reference leads nowhere", () => {
    expect(() => resolve({ $ref: "#/components/schemas/Gone" })).toThrowErrorMatchingInlineSnapshot(
      `[CommandError: Failed to follow the reference #/components/schemas/Gone: nothing in the document is there. Correct the reference, or add what it names.]`,
    );
    expect(() => resolve({ $ref: "other.yaml#/a" })).toThrowErrorMatchingInlineSnapshot(
      `[CommandError: Failed to follow the reference other.yaml#/a: it leads to another document. Copy what it means into the document.]`,
    );
    expect(() => resolve({ $ref: "#/components/schemas/Loop" })).toThrowErrorMatchingInlineSnapshot(
      `[CommandError: Failed to follow the reference #/components/schemas/Loop: it leads back to itself. Point it at a definition.]`,
    );
  });
});

it("reads the name of a component that it wrote", () => {
  expect(componentOf(referenceTo("a/b~c"))).toBe("a/b~c");
  expect(componentOf({ type: "string" })).toBeUndefined();
});
