import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { faultNames } from "../fault/fault.ts";
import { builtIns } from "./built-in.ts";
import { schemaFault } from "./scenario-schema.ts";
import { createScenarioBook } from "./scenario-book.ts";

test("an id that begins with mock- chooses a scenario, with its parameter and whatever follows", () => {
  const book = createScenarioBook();
  expect(book.namedBy("mock-failed")).toEqual({ name: "failed", scenario: { result: "failed" } });
  expect(book.namedBy("mock-partial-3-second-try")).toEqual({
    name: "partial-3",
    scenario: { result: "partial", items: 3 },
  });
  expect(book.namedBy("mock-slow-90s")).toMatchObject({ name: "slow-90s", scenario: { duration: "90s" } });
  expect(book.namedBy("mock-slow")).toEqual({ name: "slow", scenario: { duration: "10m" } });
  expect(book.namedBy("mock-429-date-a")?.name).toBe("429-date");
  expect(book.namedBy("mock-403-credits")?.name).toBe("403-credits");
  expect(book.namedBy("mock-reset-mid-body")?.name).toBe("reset-mid-body");
  expect(book.namedBy("mock-nonsense")).toBeUndefined();
  expect(book.namedBy("failed")).toBeUndefined();
});

test("a parameter that is none is part of the id, and a number that cannot be is refused", () => {
  const book = createScenarioBook();
  expect(book.find("items-0")).toMatchObject({ name: "items-0", scenario: { items: 0 } });
  expect(book.find("items-1000")).toMatchObject({ name: "items-1000", scenario: { items: 1000 } });
  for (const text of ["partial-100000", "partial-1", "items-1001"]) expect(book.find(text)).toBeUndefined();
  expect(book.rangeOf("partial-1")).toBe("partial takes a number from 2 to 1000, not 1");
  for (const text of ["items--1", "items-1.5", "slow-90", "slow-90-x", "late--3s", "slow-99999999999h", "latency-2"])
    expect([text, book.find(text), typeof book.rangeOf(text)]).toEqual([text, undefined, "string"]);
  expect(book.rangeOf("slow-90")).toBe("slow takes a time such as 90s, not 90");
  expect(book.find("items-3d")).toMatchObject({ name: "items" });
  expect(book.find("failed-7")).toMatchObject({ name: "failed" });
  expect(book.find("slow-x")).toMatchObject({ name: "slow" });
});

test("one's own scenarios win, are found by their longest name, and are forgotten by a reset", () => {
  const book = createScenarioBook({ failed: { result: "expired" } });
  book.settle();
  book.add({ "failed-slowly": { result: "failed", duration: "1h" } });
  expect(book.find("failed")?.scenario.result).toBe("expired");
  expect(book.find("failed-slowly-x")?.scenario.duration).toBe("1h");
  book.default = { name: "other", scenario: {} };
  book.reset();
  expect(book.find("failed-slowly-x")?.name).toBe("failed");
  expect(book.default.name).toBe("default");
});

test("every built-in scenario is good by the published schema and has a place in the README", () => {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  for (const { name, make, parameter } of builtIns) {
    expect(schemaFault(make(parameter?.otherwise ?? ""), "scenario")).toBeUndefined();
    expect(readme).toContain(`mock-${name}`);
  }
});

test("the published schema knows every fault", () => {
  for (const is of faultNames) expect(schemaFault({ is }, "fault")).toBeUndefined();
  expect(schemaFault({ is: "boredom" }, "fault")?.reason).toBe(`"is" is not one of ${faultNames.join(", ")}`);
});
