import { expect, test } from "vitest";
import { closest } from "./usage-error.ts";

test.each([
  ["wiat", "wait"],
  ["mok", "mock"],
  ["create", "create"],
  ["destroy", undefined],
  ["", undefined],
])("%s means %s", (word, meant) => {
  expect(closest(word, ["wait", "create", "mock", "demo"])).toBe(meant);
});
