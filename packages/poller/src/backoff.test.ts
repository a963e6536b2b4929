import { expect, test } from "vitest";
import { backoffMs } from "./backoff.ts";

test("draws from a bound that doubles up to half a minute", () => {
  expect([1, 2, 3, 4, 5, 6, 7, 2000].map((errors) => backoffMs(errors, () => 1))).toEqual([
    1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000,
  ]);
  expect(backoffMs(4, () => 0)).toBe(0);
});
