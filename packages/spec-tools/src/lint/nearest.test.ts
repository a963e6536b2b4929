import { describe, expect, it } from "vitest";

import { nearest, suggest } from "./nearest.ts";

describe("nearest", () => {
  it.each([
    ["statsu", "status"],
    ["STATUS", "status"],
    ["sttus", "status"],
    ["otherwis", "otherwise"],
    ["banana", undefined],
    ["", undefined],
  ])("takes %o for %o", (word, meant) => {
    expect(nearest(word, ["state", "status", "otherwise"])).toBe(meant);
  });

  it("prefers the nearer of two", () => {
    expect(nearest("stats", ["status", "state", "stats2"])).toBe("status");
  });
});

describe("suggest", () => {
  it("names the word that is meant, and the others", () => {
    expect(suggest("faild", ["failed", "pending"])).toBe("Did you mean failed? Use one of: failed, pending.");
    expect(suggest("xyz", ["failed", "pending"])).toBe("Use one of: failed, pending.");
    expect(suggest("faild", ["failed"])).toBe("Did you mean failed?");
    expect(suggest("xyz", [])).toBe("");
  });
});
