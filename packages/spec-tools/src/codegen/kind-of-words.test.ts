import { expect, it } from "vitest";

import { kindOfWords } from "./kind-of-words.ts";

it.each([
  ["words", [{ const: "hot", title: "Hot" }, { const: "done" }], "string"],
  ["words and null", [{ const: "hot" }, { type: "null" }], "string"],
  ["words and a list of them", [{ const: "hot" }, { type: "string", enum: ["done", "burnt"] }], "string"],
  ["numbers", [{ const: 1 }, { const: 2 }], "number"],
  ["words and numbers", [{ const: 1 }, { const: "done" }], undefined],
  ["a switch", [{ const: true }, { const: false }], undefined],
  ["a word and any text", [{ const: "hot" }, { type: "string" }], undefined],
  ["a word and a shape", [{ const: "hot" }, { type: "object", properties: {} }], undefined],
  ["enums, each open by itself", [{ enum: ["hot"] }, { enum: ["done"] }], undefined],
  ["nothing", [], undefined],
])("tells of a union of %s", (_, variants, kind) => {
  expect(kindOfWords(variants)).toBe(kind);
});
