import { describe, expect, it } from "vitest";

import type { JsonObject } from "../openapi/json.ts";
import { readApi } from "./api-model.ts";
import { refuseClashes } from "./clashes.ts";
import { jobTypesOf } from "./job-types.ts";
import { resolverOf } from "../openapi/references.ts";
import { bakeStatus, testDocument } from "./testing.ts";

const check = (paths: JsonObject): void => {
  const document = testDocument({ paths });
  const api = readApi({ name: "oven", document, place: "specs/oven" });
  refuseClashes(
    api,
    api.jobs.map((job) => jobTypesOf(job, resolverOf(document))),
    "specs/oven",
  );
};

const job = (name: string, more: JsonObject = {}): JsonObject => ({
  get: { ...bakeStatus, operationId: `get ${name}`, "x-job": { ...bakeStatus["x-job"], name, ...more } },
});

const create = (operationId: string): JsonObject => ({
  post: {
    operationId,
    responses: {
      "200": {
        description: "",
        links: { bake: { operationId: "get bake", parameters: { id: "$response.body#/id" } } },
      },
    },
  },
});

describe("names of the document's that become the client's", () => {
  it.each(["constructor", "call", "job", "jobs", "start", "createClient"])("may be %s, for a job", (name) => {
    expect(() => check({ "/jobs/{id}": job(name) })).not.toThrow();
  });

  it.each(["constructor", "call", "toString", "GET", "then"])("may be %s, for an operation", (name) => {
    expect(() => check({ "/bakes/{id}": job("bake"), "/bakes": create(name) })).not.toThrow();
  });

  it.each([
    "GET",
    "request",
    "use",
    "eject",
    "resume",
    "api",
    "account",
    "then",
    "toJSON",
    "toString",
    "__proto__",
    "hasOwnProperty",
  ])("are refused when a job would take %s from the client", (name) => {
    expect(() => check({ "/bakes/{id}": job(name) })).toThrow(`method "${name}" would stand for what every client has`);
  });

  it("are refused with the line that mends it", () => {
    expect(() => check({ "/bakes/{id}": job("use") })).toThrowErrorMatchingInlineSnapshot(
      `[GenerateError: Failed to generate from specs/oven: the client's method "use" would stand for what every client has and for the job use. Give the job another name in the overlay: at $.paths["/bakes/{id}"].get, x-job: { name: … }.]`,
    );
  });

  it("are refused when two creates, or a create and a job, would be one method", () => {
    const bake = { "/bakes/{id}": job("bake") };
    expect(() => check({ ...bake, "/a": create("createLoaf"), "/b": create("loaf") })).toThrow(
      /method "startLoaf" would stand for the create createLoaf and for the create loaf\. Give the operation another id/,
    );
    expect(() => check({ ...bake, "/a": create("createLoaf"), "/b/{id}": job("startLoaf") })).toThrow(
      /method "startLoaf" would stand for the create createLoaf and for the job startLoaf/,
    );
  });

  it("are refused when two jobs would share a type, or one would take a name of the package's", () => {
    expect(() => check({ "/a/{id}": job("bake"), "/b/{id}": job("Bake") })).toThrow(
      /type "BakePending" would stand for the job bake and for the job Bake/,
    );
    expect(() => check({ "/a/{id}": job("pending") })).toThrow(
      /type "PendingState" would stand for what every package has/,
    );
    expect(() => check({ "/a/{id}": job("saved") })).toThrow(/type "SavedJob"/);
  });
});
