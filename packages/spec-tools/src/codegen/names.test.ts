import { describe, expect, it } from "vitest";

import { createNameTable, isIdentifier, keyVariableOf, pascalCase } from "./names.ts";

describe("pascalCase", () => {
  it.each([
    ["getGenerationStatus", "GetGenerationStatus"],
    ["get-generation_status", "GetGenerationStatus"],
    ["Foo.Bar", "FooBar"],
    ["3d-model", "Type3dModel"],
    ["été", "Été"],
  ])("makes a type's name of %s", (name, expected) => {
    expect(pascalCase(name)).toBe(expected);
  });
});

describe("keyVariableOf", () => {
  it("names the environment variable of an API", () => {
    expect(keyVariableOf("my-oven2")).toBe("MY_OVEN2_API_KEY");
  });
});

describe("isIdentifier", () => {
  it("knows which members need quotes", () => {
    expect(["url", "$a", "x-y", "3d", ""].map(isIdentifier)).toEqual([true, true, false, false, false]);
  });
});

describe("createNameTable", () => {
  it("gives each name once, with a suffix and then a number for the next ones", () => {
    const names = createNameTable(["Job"]);
    expect(["Job", "Job", "Loaf", "Loaf"].map((name) => names.take(name, "Schema"))).toEqual([
      "JobSchema",
      "JobSchema2",
      "Loaf",
      "LoafSchema",
    ]);
  });
});
