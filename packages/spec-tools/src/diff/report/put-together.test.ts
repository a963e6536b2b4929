import { describe, expect, it } from "vitest";

import type { Finding } from "../finding.ts";
import { putTogether } from "./put-together.ts";

const finding = (bump: Finding["bump"], pointer: string, more: Partial<Finding> = {}): Finding => ({
  bump,
  change: "x",
  pointer,
  message: `${bump} at ${pointer}.`,
  ...more,
});
const nothing = { wire: [], types: [], lifecycle: [] };

describe("the verdict of three judges", () => {
  it("is that of the worst reason, and reasons come worst first", () => {
    const { bump, reasons } = putTogether("pots", {
      ...nothing,
      wire: [finding("patch", "/a"), finding("major", "/b")],
    });
    expect(bump).toBe("major");
    expect(reasons.map(({ pointer }) => pointer)).toEqual(["/b", "/a"]);
  });

  it("has one reason for a place that several judges saw: the strongest, and of equals the lifecycle's", () => {
    const same = putTogether("pots", {
      ...nothing,
      wire: [finding("minor", "/a")],
      lifecycle: [finding("minor", "/a")],
    });
    expect(same.reasons.map(({ seenBy }) => seenBy)).toEqual(["lifecycle"]);
    const stronger = putTogether("pots", {
      ...nothing,
      wire: [finding("major", "/a")],
      lifecycle: [finding("minor", "/a")],
    });
    expect(stronger.reasons.map(({ seenBy }) => seenBy)).toEqual(["wire"]);
  });

  it("is none without reasons, and takes no notice of what needs no release", () => {
    expect(putTogether("pots", { ...nothing, wire: [finding("none", "/a")] })).toEqual({
      api: "pots",
      bump: "none",
      reasons: [],
    });
  });

  it("writes null for nothing, and cuts what is long", () => {
    const long = Object.fromEntries(Array.from({ length: 80 }, (_, index) => [`member${index}`, "text"]));
    const { reasons } = putTogether("pots", { ...nothing, wire: [finding("minor", "/a", { new: long })] });
    expect(reasons[0]?.old).toBeNull();
    expect(String(reasons[0]?.new)).toMatch(/^an object with member0, member1/);
  });
});
