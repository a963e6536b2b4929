import { describe, expect, it } from "vitest";

import { sameJson } from "./json.ts";

describe("sameJson", () => {
  it("takes no notice of the order of members, and notice of that of a list", () => {
    expect(sameJson({ a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 })).toBe(true);
    expect(sameJson([1, 2], [2, 1])).toBe(false);
  });

  it("tells missing from null, and 0 from its text", () => {
    expect(sameJson({ a: null }, {})).toBe(false);
    expect(sameJson(0, "0")).toBe(false);
  });
});
