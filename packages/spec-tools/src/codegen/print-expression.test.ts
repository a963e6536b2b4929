import { expect, it } from "vitest";

import { printExpression } from "./print-expression.ts";

it("prints an expression on one line where it fits", () => {
  expect(
    printExpression({
      call: "object",
      of: [
        {
          members: [
            ["a", "string"],
            ["b/c", "number"],
          ],
        },
        { list: ['"a"'] },
      ],
    }),
  ).toBe('object({ a: string, "b/c": number }, ["a"])');
});

it("breaks what is too long, outermost first, and the only part of a call with the call", () => {
  const members = { members: Array.from({ length: 9 }, (_, index) => [`member${index}`, "string"] as const) };
  expect(
    printExpression({
      call: "object",
      of: [{ members: [["data", { call: "list", of: [{ call: "object", of: [members] }] }]] }],
    }),
  ).toMatchInlineSnapshot(`
      "object({
        data: list(object({
          member0: string,
          member1: string,
          member2: string,
          member3: string,
          member4: string,
          member5: string,
          member6: string,
          member7: string,
          member8: string,
        })),
      })"
    `);
});

it("prints nothing between brackets for nothing", () => {
  expect(printExpression({ call: "object", of: [{ members: [] }] })).toBe("object({})");
});
