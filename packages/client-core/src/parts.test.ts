import { expect, test } from "vitest";
import * as parts from "./parts.ts";

test("exports what the README names, and the rest of the checks", () => {
  expect(Object.keys(parts).sort()).toMatchInlineSnapshot(`
    [
      "all",
      "answersByCode",
      "any",
      "anything",
      "boolean",
      "bounded",
      "integer",
      "isNull",
      "items",
      "later",
      "list",
      "member",
      "members",
      "must",
      "number",
      "object",
      "otherMembers",
      "pattern",
      "putParameters",
      "sized",
      "string",
      "typed",
    ]
  `);
});
