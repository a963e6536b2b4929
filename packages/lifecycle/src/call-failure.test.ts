import { expect, test } from "vitest";
import { callErrorKinds, isCallFailure } from "./call-failure.ts";

test("knows every kind by its shape, so that it survives two copies of a package", () => {
  for (const kind of callErrorKinds) expect(isCallFailure(Object.assign(new Error("no"), { kind }))).toBe(true);
});

test.each([null, undefined, "network", {}, { kind: "exploded" }, new Error("network")])("%j is none", (value) => {
  expect(isCallFailure(value)).toBe(false);
});
