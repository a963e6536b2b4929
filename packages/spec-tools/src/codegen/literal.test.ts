import { expect, it } from "vitest";

import { code, literal, part, partsIn } from "./literal.ts";

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

it("names each part that stands in data once, and calls one that takes something", () => {
  const data = {
    put: part("putParameters"),
    again: [part("putParameters")],
    answers: part("answersByCode", { "2XX": 1 }),
  };
  expect(literal(data)).toBe('{ put: putParameters, again: [putParameters], answers: answersByCode({ "2XX": 1 }) }');
  expect(partsIn(data)).toEqual(["putParameters", "answersByCode"]);
});
