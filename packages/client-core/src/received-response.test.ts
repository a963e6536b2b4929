import fc from "fast-check";
import { expect, test } from "vitest";
import { retryAfterMsOf } from "./received-response.ts";

const nowMs = Date.parse("2026-01-01T00:00:00Z");

const read = (retryAfter: string | null, date: string | null = null): number | undefined =>
  retryAfterMsOf((name) => (name === "date" ? date : retryAfter), { now: () => nowMs });

test.for([
  ["0", 0],
  ["2", 2000],
  ["1.5", 1500],
  ["2592000", 2_592_000_000],
  ["9".repeat(400), Number.MAX_SAFE_INTEGER],
  ["Thu, 01 Jan 2026 00:00:07 GMT", 7000],
  ["Thursday, 01-Jan-26 00:00:07 GMT", 7000],
  ["2026-01-01T00:00:07Z", 7000],
  ["Thu, 01 Jan 2026 00:00:00 GMT", 0],
  ["Wed, 31 Dec 2025 23:00:00 GMT", 0],
] as const)("reads %s", ([text, expected]) => {
  expect(read(text)).toBe(expected);
});

test.for([[null], [""], ["-5"], ["NaN"], ["Infinity"], ["1e3"], ["soon"], ["10 s"], ["Foo, 99 Bar GMT"]] as const)(
  "finds no wait in %s",
  ([text]) => {
    expect(read(text)).toBeUndefined();
  },
);

test("counts a date from the response's own date, however wrong our clock is", () => {
  expect(read("Tue, 06 Jan 2026 10:00:30 GMT", "Tue, 06 Jan 2026 10:00:00 GMT")).toBe(30_000);
});

test("falls back to our clock when the response's date is none", () => {
  expect(read("Thu, 01 Jan 2026 00:00:07 GMT", "yesterday")).toBe(7000);
});

test("is never negative and never NaN", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.integer().map(String),
        fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
      ),
      (text) => {
        const delayMs = read(text);
        expect(delayMs === undefined || (delayMs >= 0 && Number.isFinite(delayMs))).toBe(true);
      },
    ),
  );
});
