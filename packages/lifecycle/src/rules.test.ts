import { expect, test } from "vitest";
import { findRule, type Predicate, type ResponseFacts, ruleMatches, statusMatches } from "./rules.ts";

const response: ResponseFacts = {
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
  expect(ruleMatches({ when: [predicate] }, response)).toBe(true);
});

test.each(failing)("%j does not hold", (predicate) => {
  expect(ruleMatches({ when: [predicate] }, response)).toBe(false);
});

test("a rule is a conjunction, and one predicate may hold several tests", () => {
  expect(ruleMatches({ when: [{ at: "/count", gt: 2, not: 4 }, { status: 202 }] }, response)).toBe(true);
  expect(ruleMatches({ when: [{ at: "/count", gt: 2, not: 3 }, { status: 202 }] }, response)).toBe(false);
  expect(ruleMatches({ when: [{ at: "/count", gt: 2 }, { status: 200 }] }, response)).toBe(false);
});

test("a header counts as missing where a response has none", () => {
  expect(ruleMatches({ when: [{ at: "$response.header.x-state", absent: true }] }, { status: 200, body: {} })).toBe(
    true,
  );
});

test("a class of codes is read without case", () => {
  expect(statusMatches("4xx", 404)).toBe(true);
  expect(statusMatches("404", 404)).toBe(true);
  expect(statusMatches("5XX", 404)).toBe(false);
});

test("a predicate that does not exist never holds", () => {
  const unknown: Predicate = JSON.parse(`{ "at": "/code", "matches": "0" }`);
  expect(ruleMatches({ when: [unknown] }, response)).toBe(false);
  const inherited: Predicate = JSON.parse(`{ "at": "/code", "constructor": 1 }`);
  expect(ruleMatches({ when: [inherited] }, response)).toBe(false);
});

test("the first rule that matches wins, and outside 2xx only rules that name a status are asked", () => {
  const rules = [{ when: [{ at: "/code", is: 1 }] }, { when: [{ at: "/code", is: 0 }] }, { when: [{ status: 404 }] }];
  expect(findRule(rules, response)).toBe(rules[1]);
  expect(findRule(rules, { ...response, status: 404 })).toBe(rules[2]);
  expect(findRule(rules, { ...response, status: 500 })).toBeUndefined();
  expect(findRule(undefined, response)).toBeUndefined();
});
