import { expect, test } from "vitest";
import schema from "../x-job.schema.json" with { type: "json" };
import { errorKindOfStatus, errorKinds, isCallFailure, isErrorKind } from "./error-kinds.ts";

test("a call failure is known by its kind, so that it survives two copies of a package", () => {
  for (const kind of Object.keys(errorKinds)) {
    expect(isErrorKind(kind)).toBe(true);
    expect(isCallFailure(Object.assign(new Error("no"), { kind }))).toBe(true);
  }
});

test.each([null, undefined, "network", {}, { kind: "exploded" }, { kind: "constructor" }, new Error("network")])(
  "%j is no call failure",
  (value) => {
    expect(isCallFailure(value)).toBe(false);
  },
);

test.each([
  [400, "invalid-request"],
  [422, "invalid-request"],
  [401, "unauthorized"],
  [402, "insufficient-credits"],
  [403, "forbidden"],
  [404, "not-found"],
  [410, "not-found"],
  [408, "unavailable"],
  [425, "unavailable"],
  [429, "rate-limited"],
  [500, "unavailable"],
  [503, "unavailable"],
  [302, "invalid-response"],
  [0, "invalid-response"],
])("HTTP %i means %s", (status, kind) => {
  expect(errorKindOfStatus(status)).toBe(kind);
});

test("no code is claimed by two kinds", () => {
  const claimed = Object.values(errorKinds).flatMap(({ statuses }) => statuses);
  expect(new Set(claimed).size).toBe(claimed.length);
});

test("every kind says when it happens", () => {
  for (const { when, statuses } of Object.values(errorKinds)) expect(when !== "" || statuses.length > 0).toBe(true);
});

test("declarations may name every kind", () => {
  expect(schema.definitions.ErrorKind.enum).toEqual(Object.keys(errorKinds));
});
