import { describe, expect, it } from "vitest";
import { parseDocument } from "yaml";

import { repeatedKey } from "./repeated-key.ts";

const repeated = (text: string) => repeatedKey(parseDocument(text, { uniqueKeys: false }))?.why;

describe("repeatedKey", () => {
  it("names a key that stands twice, however it is written", () => {
    expect(repeated("pot: 1\npan: 2\npot: 3")).toBe('the key "pot" stands twice in one mapping');
    expect(repeated("a: [{ 200: x, '200': y }]")).toBe('the key "200" stands twice in one mapping');
    expect(repeated("a: &pot pot\nb: { pot: 1, *pot : 2 }")).toBe('the key "pot" stands twice in one mapping');
    expect(repeated('{"pots":{"a":1,"a":2}}')).toBe('the key "a" stands twice in one mapping');
  });

  it("takes the same key in two mappings, and several merges in one", () => {
    expect(repeated("a: { pot: 1 }\nb: { pot: 2 }")).toBeUndefined();
    expect(repeated("a: &a { pot: 1 }\nb:\n  <<: *a\n  pan: 2")).toBeUndefined();
  });
});
