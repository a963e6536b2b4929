import { describe, expect, it } from "vitest";

import { keyVariableOf, pascalCase, startMethod } from "./names.ts";

describe("pascalCase", () => {
  it.each([
    ["getGenerationStatus", "GetGenerationStatus"],
    ["get-generation_status", "GetGenerationStatus"],
    ["Foo.Bar", "FooBar"],
    ["3d-model", "Type3dModel"],
    ["été", "Été"],
    ["constructor", "Constructor"],
  ])("makes a type's name of %s", (name, expected) => {
    expect(pascalCase(name)).toBe(expected);
  });

  it.each(["a*/b", "a\nb", "a`b", "a{b}", "a@b", "", "a\u2028b", 'a"b'])("refuses %j", (name) => {
    expect(() => pascalCase(name)).toThrow(/no type can be named after it/);
  });
});

describe("startMethod", () => {
  it.each([
    ["createThing", "startThing"],
    ["thing", "startThing"],
    ["create", "startCreate"],
    ["constructor", "startConstructor"],
  ])("is %s → %s", (id, expected) => {
    expect(startMethod(id)).toBe(expected);
  });
});

describe("keyVariableOf", () => {
  it("names the environment variable of an API", () => {
    expect(keyVariableOf("my-oven2")).toBe("MY_OVEN2_API_KEY");
  });
});
