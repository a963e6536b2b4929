import { describe, expect, it } from "vitest";
import { parse } from "yaml";

import { hostileLines } from "./testing.ts";
import { yamlComment } from "./yaml-text.ts";

describe("yamlComment", () => {
  it("is a comment and nothing else, whatever is in it", () => {
    for (const text of [...hostileLines, "a\u0085b: c", "x\nactions: []"]) {
      expect(parse(`pot: 1\n${yamlComment(text)}\npan: 2`)).toEqual({ pot: 1, pan: 2 });
    }
  });
});
