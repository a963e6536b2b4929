import { errorKinds } from "@genwait/lifecycle";
import { inspect } from "node:util";
import { expect, test } from "vitest";
import { ApiError, isApiError } from "./api-error.ts";

const facts = { kind: "not-found", fault: "caller", operation: "getThing", status: 404 } as const;

test("an error is told by its facts, and printed once", () => {
  const error = new ApiError("Failed", { ...facts, rateLimitGroup: {} }, new Error("why"));
  expect({ ...error }).toEqual(facts);
  expect(error).toMatchObject({ name: "ApiError", message: "Failed", cause: { message: "why" } });
  expect(JSON.parse(JSON.stringify(error))).toEqual(facts);
  expect(inspect(error).match(/ApiError/g)?.length).toBeGreaterThan(0);
  expect("cause" in new ApiError("Failed", facts)).toBe(false);
});

test("an error of another copy of the package is one, and nothing else is", () => {
  const foreign = Object.assign(new Error("x"), facts);
  foreign.name = "ApiError";
  expect([new ApiError("Failed", facts), foreign].map(isApiError)).toEqual([true, true]);
  expect([new Error("x"), facts, undefined, null, "ApiError"].some(isApiError)).toBe(false);
});

test("every kind has a fault and a hint that ends as a sentence", () => {
  for (const { fault, hint } of Object.values(errorKinds)) {
    expect(["caller", "service", "network"]).toContain(fault);
    expect(hint).toMatch(/\.$/);
  }
});
