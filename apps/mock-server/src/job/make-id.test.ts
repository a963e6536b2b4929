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
