import { isCallFailure } from "@genwait/lifecycle";
import { inspect } from "node:util";
import { expect, test } from "vitest";
import { ApiError, isApiError } from "./api-error.ts";

const error = new ApiError("Failed to call getThing: the service answered 503. Try again later.", {
  kind: "unavailable",
  operation: "getThing",
  blame: "service",
  status: 503,
});

test("is told by its guard, and by the guard of a waiting loop", () => {
  expect(isApiError(error)).toBe(true);
  expect(isCallFailure(error)).toBe(true);
});

test("is told when another copy of the package made it", () => {
  const stranger = Object.assign(new Error("Failed"), {
    name: "ApiError",
    kind: "network",
    operation: "x",
    blame: "network",
  });
  expect(isApiError(stranger)).toBe(true);
});

test.for([
  [undefined],
  [null],
  ["ApiError"],
  [new Error("x")],
  [{ name: "ApiError", kind: "network", blame: "network" }],
])("%j is none", ([value]) => {
  expect(isApiError(value)).toBe(false);
});

test("prints its name, its message and its facts, and each of them once", () => {
  expect(String(error)).toBe("ApiError: Failed to call getThing: the service answered 503. Try again later.");
  expect(inspect(error).match(/ApiError/g)).toHaveLength(1);
  expect(JSON.parse(JSON.stringify(error))).toEqual({
    kind: "unavailable",
    operation: "getThing",
    blame: "service",
    status: 503,
  });
});
