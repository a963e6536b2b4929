import { describe, expect, it } from "vitest";

import { distinctFindings, type Finding } from "./finding.ts";

const finding = (bump: Finding["bump"], change: string, message: string): Finding => ({
  bump,
  change,
  pointer: "/a",
  message,
});

describe("distinctFindings", () => {
  it("keeps the strongest use of what several operations share", () => {
    const kept = distinctFindings([
      finding("minor", "x", "first"),
      finding("major", "x", "second"),
      finding("minor", "x", "third"),
    ]);
    expect(kept.map(({ message }) => message)).toEqual(["second"]);
  });

  it("keeps different changes of one place", () => {
    expect(distinctFindings([finding("minor", "x", "first"), finding("minor", "y", "second")])).toHaveLength(2);
  });
});
