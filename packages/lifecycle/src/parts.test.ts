import { expect, test } from "vitest";
import * as parts from "./parts.ts";
import { predicates } from "./predicates.ts";

test("exports every predicate, and the readers that not every declaration needs", () => {
  const { judgeItems, findRule, slowDown, stageOf, isIn, ...rest } = parts;
  expect({ ...rest, in: isIn }).toEqual(predicates);
  expect([judgeItems, findRule, slowDown, stageOf].every((part) => typeof part === "function")).toBe(true);
});
