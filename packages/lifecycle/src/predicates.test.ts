import { expect, test } from "vitest";
import { matches, statusMatches } from "./predicates.ts";
import type { Answer, Predicate } from "./rule.ts";

const answer: Answer = {
  status: 202,
  body: { code: 0, text: "Content SAFETY.block", list: [], object: { a: 1 }, nothing: null, count: 3, done: false },
  header: (name) =>
    new Map([
      ["content-type", "application/json; charset=utf-8"],
      ["x-state", "busy"],
    ]).get(name),
};

const holding: Predicate[] = [
  { at: "/code", is: 0 },
  { at: "/code", not: "0" },
  { at: "/code", in: [1, 0] },
  { at: "/text", prefix: "Content" },
  { at: "/text", contains: "safety" },
  { at: "/code", present: true },
  { at: "/nothing", absent: true },
  { at: "/missing", absent: true },
  { at: "/list", empty: true },
  { at: "/nothing", empty: true },
  { at: "/object", empty: false },
  { at: "/done", empty: false },
  { at: "/count", gt: 2 },
  { status: 202 },
  { status: "2XX" },
  { media: "application/json" },
  { at: "$response.header.X-State", is: "busy" },
  { at: "$response.header.x-none", absent: true },
];

const failing: Predicate[] = [
  { at: "/code", is: "0" },
  { at: "/code", is: false },
  { at: "/code", not: 0 },
  { at: "/code", in: ["0"] },
  { at: "/count", prefix: "3" },
  { at: "/nothing", present: true },
  { at: "/done", absent: true },
  { at: "/object", empty: true },
  { at: "/text", gt: 0 },
  { at: "/count", gt: 3 },
  { status: 200 },
  { status: "4XX" },
  { media: "text/html" },
];

test.each(holding)("%j holds", (predicate) => {
  expect(matches({ when: [predicate] }, answer)).toBe(true);
});

test.each(failing)("%j does not hold", (predicate) => {
  expect(matches({ when: [predicate] }, answer)).toBe(false);
});

test("a rule is a conjunction, and one predicate may hold several tests", () => {
  expect(matches({ when: [{ at: "/count", gt: 2, not: 4 }, { status: 202 }] }, answer)).toBe(true);
  expect(matches({ when: [{ at: "/count", gt: 2, not: 3 }, { status: 202 }] }, answer)).toBe(false);
  expect(matches({ when: [{ at: "/count", gt: 2 }, { status: 200 }] }, answer)).toBe(false);
});

test("a header counts as missing where an answer has none", () => {
  expect(matches({ when: [{ at: "$response.header.x-state", absent: true }] }, { status: 200, body: {} })).toBe(true);
});

test("a class of codes is read without case", () => {
  expect(statusMatches("4xx", 404)).toBe(true);
  expect(statusMatches("404", 404)).toBe(true);
  expect(statusMatches("5XX", 404)).toBe(false);
});
