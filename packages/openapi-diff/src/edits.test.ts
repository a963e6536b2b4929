import { describe, expect, it } from "vitest";

import { applyEdits } from "../corpus/edits.ts";

describe("applyEdits", () => {
  it("applies edits in order to a copy", () => {
    const document = { a: { "b/c": [1, 2] }, d: 1 };
    const edited = applyEdits(document, [
      { set: "/a/b~1c/-", value: 3 },
      { first: "/a/b~1c" },
      { rename: "/d", to: "e" },
      { remove: "/a/b~1c/1" },
    ]);
    expect(edited).toEqual({ a: { "b/c": [3, 2] }, e: 1 });
    expect(document).toEqual({ a: { "b/c": [1, 2] }, d: 1 });
  });

  it("refuses an edit that finds nothing", () => {
    expect(() => applyEdits({}, [{ remove: "/a" }])).toThrowErrorMatchingInlineSnapshot(
      `[Error: Failed to edit /a: the document has no such place.]`,
    );
  });
});
