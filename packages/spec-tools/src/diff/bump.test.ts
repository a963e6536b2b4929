import { describe, expect, it } from "vitest";

import { atLeast, strongest } from "./bump.ts";

describe("bump", () => {
  it("is the strongest of several, and none of nothing", () => {
    expect(strongest(["patch", "major", "minor"])).toBe("major");
    expect(strongest([])).toBe("none");
  });

  it("is at least as strong as itself and what is weaker", () => {
    expect([atLeast("major", "minor"), atLeast("minor", "minor"), atLeast("patch", "minor")]).toEqual([
      true,
      true,
      false,
    ]);
  });
});
