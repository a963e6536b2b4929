import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { faultNames } from "../fault/fault.ts";
import { builtIns } from "./built-in.ts";
import { schemaFault } from "./scenario-schema.ts";
import { createScenarioBook } from "./scenario-book.ts";

test("an id that begins with mock- chooses a scenario, with its parameter and whatever follows", () => {
  const book = createScenarioBook();
  expect(book.forId("mock-failed")).toEqual({ name: "failed", scenario: { result: "failed" } });
  expect(book.forId("mock-partial-3-second-try")).toEqual({
    name: "partial-3",
    scenario: { result: "partial", items: 3 },
  });
  expect(book.forId("mock-slow-90s")).toMatchObject({ name: "slow-90s", scenario: { duration: "90s" } });
  expect(book.forId("mock-slow")).toEqual({ name: "slow", scenario: { duration: "10m" } });
  expect(book.forId("mock-429-date-a").name).toBe("429-date");
  expect(book.forId("mock-403-credits").name).toBe("403-credits");
  expect(book.forId("mock-reset-mid-body").name).toBe("reset-mid-body");
  expect(book.forId("mock-nonsense")).toBe(book.default);
  expect(book.forId("failed")).toBe(book.default);
});

test("a parameter that is none is part of the id", () => {
  const book = createScenarioBook();
  expect(book.find("partial-100000")).toMatchObject({ name: "partial", scenario: { items: 4 } });
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
