import { describe, expect, it } from "vitest";

import { mergeFiles } from "../merge/merge-spec.ts";
import { markedDocument, markOf } from "./marked-document.ts";
import { packageTypesOf } from "./package-types.ts";
import { readApi } from "./read-api.ts";
import { testDocument } from "./testing.ts";
import { markOfTime } from "./time-marks.ts";

const overlay = (actions: readonly object[]): string =>
  JSON.stringify({ overlay: "1.0.0", info: { title: "", version: "" }, actions });

const merged = (actions: readonly object[]) =>
  mergeFiles("oven", "specs/oven", {
    openapi: { path: "specs/oven/openapi.yaml", text: JSON.stringify(testDocument()) },
    overlay: { path: "specs/oven/overlay.yaml", text: overlay(actions) },
  });

const properties = "$.components.schemas.Bake.properties";

const typesOf = async (actions: readonly object[]) => {
  const spec = await merged(actions);
  const types = packageTypesOf(readApi({ name: "oven", document: await markedDocument(spec), place: "" }));
  return { spec, text: types.schemas.map(({ text }) => text).join("") };
};

describe("markedDocument", () => {
  it("says of a member that it is only observed, or assumed, and why", async () => {
    const { text } = await typesOf([
      {
        target: properties,
        description: "observed: seen in answers",
        update: { crumbs: { type: "integer", description: "How many" } },
      },
      {
        target: properties,
        description: "assumed: every oven has one.",
        update: { oven: { $ref: "#/components/schemas/Bake" } },
      },
    ]);
    expect(text).toContain("   * How many\n   * Observed: seen in answers.\n");
    expect(text).toContain("  /** Assumed: every oven has one. */\n  oven?: Bake;");
  });

  it("says nothing of what the vendor documents, also where it was assumed before", async () => {
    const { text } = await typesOf([
      { target: properties, description: "assumed: a guess", update: { crumbs: { type: "integer" } } },
      { target: properties, description: "documented: page Bakes", update: { crumbs: { type: "integer" } } },
    ]);
    expect(text).not.toMatch(/assumed|documented/i);
  });

  it("leaves examples and the merged document itself as they are", async () => {
    const { spec } = await typesOf([
      {
        target: properties,
        description: "assumed: a guess",
        update: { crumbs: { type: "object", example: { type: "rye" } } },
      },
    ]);
    expect(JSON.stringify(spec.document)).not.toContain("x-mark");
    expect(JSON.stringify(await markedDocument(spec))).toContain('"example":{"type":"rye"}');
  });

  it("marks operations", async () => {
    const spec = await merged([
      { target: "$.paths.*.get", description: "assumed: it is there", update: { operationId: "getBake" } },
    ]);
    expect(readApi({ name: "oven", document: await markedDocument(spec), place: "" }).operations[0]?.mark).toBe(
      "Assumed: it is there.",
    );
  });
});

describe("the times of a job", () => {
  const life = { name: "bake", id: { request: "$request.path.id" }, poll: { every: "2s" } };

  it.each([
    ["declared with the job", { target: "$.paths.*.get", update: { "x-job": life } }, "documented"],
    ["declared on the job", { target: "$.paths.*.get.x-job", update: life }, "documented"],
  ])("keep the mark of the action that sets them, %s", async (_, action, mark) => {
    const spec = await merged([
      { ...action, description: "documented: page Bakes" },
      { target: "$.paths.*.get.x-job", description: "assumed: a guess", update: { poll: { atMost: "1h" } } },
    ]);
    const [job] = readApi({ name: "oven", document: await markedDocument(spec), place: "" }).jobs;
    if (job === undefined) throw new Error("there is no job");
    const marks = ["every", "atMost", "first"].map((name) => markOfTime(job.declaration, "poll", name));
    expect(marks).toEqual([mark, "assumed", "nobody says; genwait's default"]);
  });
});

it("makes no sentence of no mark", () => {
  expect(markOf({})).toBe("");
  expect(markOf({ "x-mark": "" })).toBe("");
});
