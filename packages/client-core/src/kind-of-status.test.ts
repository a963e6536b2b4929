import { expect, test } from "vitest";
import { kindOfStatus } from "./kind-of-status.ts";

test.for([
  [301, "contract"],
  [308, "contract"],
  [400, "invalid-request"],
  [401, "unauthorized"],
  [402, "insufficient-credits"],
  [403, "forbidden"],
  [404, "not-found"],
  [405, "invalid-request"],
  [408, "unavailable"],
  [409, "invalid-request"],
  [410, "not-found"],
  [413, "invalid-request"],
  [415, "invalid-request"],
  [422, "invalid-request"],
  [425, "unavailable"],
  [429, "rate-limited"],
  [500, "unavailable"],
  [502, "unavailable"],
  [503, "unavailable"],
  [504, "unavailable"],
  [599, "unavailable"],
] as const)("%i is %s", ([status, kind]) => {
  expect(kindOfStatus(status)).toBe(kind);
});

test("an answer that a browser hides because it redirects is a breach of contract", () => {
  expect(kindOfStatus(0)).toBe("contract");
});
