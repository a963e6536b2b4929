import { describe, expect, it } from "vitest";

import { excerptOfTree } from "./excerpt-of-tree.ts";
import { treeOf } from "./testing.ts";

describe("excerptOfTree", () => {
  it("shows a value in one line of sixty characters", () => {
    expect(["1", "null", "'1'", "[a, { b: c }]", "{}", '"a\\nb"'].map((text) => excerptOfTree(treeOf(text)))).toEqual([
      "1",
      "null",
      '"1"',
      '["a", {b: "c"}]',
      "{}",
      String.raw`"a\nb"`,
    ]);
    const long = excerptOfTree(treeOf(`{ a: [${"word, ".repeat(1000)}], b: ${"x".repeat(1000)} }`));
    expect(long).toMatch(/^\{a: \["word", .*…$/);
    expect(long).toHaveLength(60);
  });

  it("says when there is none", () => {
    expect(excerptOfTree(undefined)).toBe("absent");
  });
});
