import { expect, it } from "vitest";

import { code, literal } from "./literal.ts";

it("writes a value on one line where it fits", () => {
  expect(literal({ at: "/a", "x-y": [1, null, true], gone: undefined })).toBe('{ at: "/a", "x-y": [1, null, true] }');
});

it("breaks what is too long, outermost first", () => {
  expect(literal({ first: "a".repeat(60), second: { third: "b".repeat(60), fourth: [] } })).toMatchInlineSnapshot(`
    "{
      first: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      second: { third: "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", fourth: [] },
    }"
  `);
});

it("writes code as it is, and a member that is called like its value once", () => {
  expect(literal({ lifecycle: code("lifecycles.bake"), operations: code("operations") })).toBe(
    "{ lifecycle: lifecycles.bake, operations }",
  );
});

it("takes a member named code for data", () => {
  expect(literal({ code: "/error/code" })).toBe('{ code: "/error/code" }');
});
