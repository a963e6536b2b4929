import fc from "fast-check";
import { expect, test } from "vitest";

import { makeId } from "./make-id.ts";
import { seeded } from "./seeded.ts";

test.each([
  ["gen_01", /^gen_\d{12}$/],
  ["dk_8Qz41", /^dk_[0-9a-zA-Z]{12}$/],
  ["kR7vX2mQp9LtZ4wNcB3sY", /^[0-9a-zA-Z]{21}$/],
  ["3f2504e0-4f89-41d3-9a0c-0305e82c3301", /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/],
  ["run-2024.01", /^run-\d{4}\.\d{7}$/],
  ["", /^[0-9a-z]{12}$/],
])("an id like %s has its prefix, its length and its kinds of characters", (example, pattern) => {
  expect(makeId(example, seeded("a"))).toMatch(pattern);
});

test("a numeric id stays a number", () => {
  expect(makeId(7, seeded("a"))).toBeTypeOf("number");
});

test("ten thousand ids of the shortest style do not meet", () => {
  const ids = Array.from({ length: 10_000 }, (_, index) => makeId("gen_01", seeded(1, "create", index)));
  expect(new Set(ids).size).toBe(10_000);
});

test("the same seed draws the same id, whatever the example", () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.string(),
      (example, seed) => makeId(example, seeded(seed)) === makeId(example, seeded(seed)),
    ),
  );
});

test.each([
  ["3f2504e0-4f89-41d3-9a0c-0305e82c3301", /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/],
  ["018F2504-4F89-71D3-9A0C-0305E82C3301", /^[0-9A-F]{8}-[0-9A-F]{4}-7[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}$/],
  ["00000000-0000-0000-0000-000000000000", /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/],
])("a UUID like %s has a version and a variant", (example, pattern) => {
  for (let count = 0; count < 50; count++) expect(makeId(example, seeded(count))).toMatch(pattern);
});

test.each([
  ["gen_01", "^gen_[0-9]{2}$"],
  ["", "^[a-f0-9]{8}(-[a-f0-9]{4}){2}$"],
  ["string", "^(?:task|job)[-_][A-Z]\\d+$"],
  ["tk-7a-Q9-0000000000", "^tk-\\d[a-z]-[A-Z]\\d-\\d{10}$"],
  ["ab12", "^(?=.*\\d)[a-z]{2}\\d{2}$"],
  ["x", "^[^\\W_]{20,}\\.v\\d?$"],
  ["x", "^[\\w-]{4,}(?<kind>:\\x41|:\\u0042)$"],
])("an id like %s fits the pattern %s, and differs from the last one", (example, pattern) => {
  const ids = Array.from({ length: 20 }, (_, count) => makeId(example, seeded(count), [{ pattern }]));
  for (const id of ids) expect(id).toMatch(new RegExp(pattern, "u"));
  expect(new Set(ids).size).toBeGreaterThan(10);
});

test.each(["(", "[z", "^(a)\\1$", "a{999999999}", "((a{99}){99}){99}", "\\p{L}+", "^[]$"])(
  "the pattern %s, which nothing is drawn from, leaves an id in its own style",
  (pattern) => expect(makeId("gen_01", seeded("a"), [{ pattern }])).toMatch(/^gen_\d+$/),
);

test("lengths and the format of an id are kept", () => {
  expect(makeId("gen_01", seeded("a"), [{ maxLength: 8 }])).toHaveLength(8);
  expect(makeId("gen_01", seeded("a"), [{ minLength: 30 }])).toHaveLength(30);
  expect(makeId("", seeded("a"), [{ format: "uuid" }])).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab]/);
});

test("alternatives that no one text fits are met by one of them", () => {
  expect(makeId("", seeded("a"), [{ pattern: "^a\\d{14}$" }, { pattern: "^b\\d{14}$" }])).toMatch(/^a\d{14}$/);
});
