import { expect, it } from "vitest";

import { typeWords } from "./type-words.ts";

it.each([
  ["string", "a string"],
  ["integer", "an integer"],
  ["array", "a list"],
  ["object", "an object"],
  ["null", "null"],
  [["string", "null"], "a string or null"],
])("calls %j %s", (type, words) => {
  expect(typeWords(type)).toBe(words);
});
