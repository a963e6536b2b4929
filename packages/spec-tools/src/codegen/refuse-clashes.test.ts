import { expect, it } from "vitest";

import { readApi } from "./read-api.ts";
import { refuseClashes } from "./refuse-clashes.ts";
import { bakeStatus, testDocument } from "./testing.ts";

const refuse = (operationId: string, job = "bake") => {
  const operation = { ...bakeStatus, operationId, "x-job": { ...bakeStatus["x-job"], name: job } };
  refuseClashes(
    readApi({
      name: "oven",
      document: testDocument({ paths: { "/bakes/{id}": { get: operation } } }),
      place: "specs/oven",
    }),
    "specs/oven",
  );
};

it("lets names stand that differ", () => {
  expect(() => refuse("getBake")).not.toThrow();
});

it("refuses a job that is called like an operation", () => {
  expect(() => refuse("bake")).toThrowErrorMatchingInlineSnapshot(
    `[GenerateError: Failed to generate from specs/oven: the client's method "bake" would stand for the operation bake and for the job bake. Rename one of them in the overlay.]`,
  );
});

it("refuses an operation that is called like a method of every client", () => {
  expect(() => refuse("resume")).toThrowErrorMatchingInlineSnapshot(
    `[GenerateError: Failed to generate from specs/oven: the client's method "resume" would stand for a method that every client has and for the operation resume. Rename one of them in the overlay.]`,
  );
});
