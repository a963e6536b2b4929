import { expect, test } from "vitest";
import { slowDown } from "./slow-down.ts";

const limits = [
  { remaining: "x-left", below: 10, everyMs: 15_000 },
  { remaining: "x-left-today", below: 5, everyMs: 60_000 },
];

const slowDownMs = (headers: Readonly<Record<string, string>>): number =>
  slowDown(limits, (name) => headers[name] ?? null);

test("slows down by the slowest limit that runs low", () => {
  expect(slowDownMs({ "x-left": "9" })).toBe(15_000);
  expect(slowDownMs({ "x-left": "9", "x-left-today": "4" })).toBe(60_000);
});

test.for([{ "x-left": "10", "x-left-today": "5" }, { "x-left": "" }, { "x-left": "many" }, {}])(
  "does not slow down for %j",
  (headers) => {
    expect(slowDownMs(headers)).toBe(0);
  },
);
