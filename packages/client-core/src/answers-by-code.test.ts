import { expect, test } from "vitest";
import { answersByCode } from "./answers-by-code.ts";
import type { Validate } from "./validator.ts";

const own: Validate = () => [];
const good: Validate = () => [];
const other: Validate = () => [];

test("a code has its own validator, else that of its class, else the default", () => {
  const answers = answersByCode({ "201": own, "2XX": good, default: other });
  expect([answers[200], answers[201], answers[299], answers[404], answers[599]]).toEqual([
    good,
    own,
    good,
    other,
    other,
  ]);
  expect(answers[201]).toBe(own);
});

test("a code that is not declared has none", () => {
  expect(Object.keys(answersByCode({ "204": own }))).toEqual(["204"]);
});
