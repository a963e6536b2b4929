import { describe, expect, it } from "vitest";

import { treeOf } from "./testing.ts";
import { treeDifferences, treesEqual } from "./tree-differences.ts";

const differences = (old: string, fresh: string): string[] =>
  [...treeDifferences(treeOf(old), treeOf(fresh))].map(
    ({ pointer, old, new: now }) => `${pointer} ${String(old)} ${String(now)}`,
  );

describe("treeDifferences", () => {
  it("finds nothing when only the order of keys differs", () => {
    expect(treesEqual(treeOf("{ a: 1, b: { c: 2, d: 3 } }"), treeOf("{ b: { d: 3, c: 2 }, a: 1 }"))).toBe(true);
  });

  it("names the smallest places", () => {
    expect(differences("a: { b/c: 1, d: 2 }\ne: 1", "a: { b/c: 2 }\nf: 1")).toEqual([
      "/a/b~1c 1 2",
      "/a/d 2 undefined",
      "/e 1 undefined",
      "/f undefined 1",
    ]);
  });

  it("tells a value from its text", () => {
    expect(differences("a: 0\nb: null", "a: '0'\nb: 'null'")).toEqual(["/a 0 0", "/b null null"]);
  });

  it("takes a value put into an enum for one addition", () => {
    expect(differences("[pending, completed]", "[pending, queued, completed]")).toEqual(["/1 undefined queued"]);
    expect(differences("[pending, queued, completed]", "[pending, completed]")).toEqual(["/1 queued undefined"]);
  });

  it("pairs parameters by their names", () => {
    const old = "[{ in: path, name: id, required: true }]";
    expect(differences(old, "[{ in: query, name: id }, { in: path, name: id, required: false }]")).toEqual([
      "/1/required true false",
      "/0 undefined [object Map]",
    ]);
  });

  it("sees that a list was reordered", () => {
    expect(differences("a: [1, 2]", "a: [2, 1]")).toEqual(["/a 1,2 2,1"]);
    expect(differences("a: [1, 1, 2]", "a: [1, 2, 1]")).toEqual(["/a/1 1 2", "/a/2 2 1"]);
  });
});
