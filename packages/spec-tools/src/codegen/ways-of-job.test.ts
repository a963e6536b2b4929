import type { XJob } from "@genwait/lifecycle";
import { describe, expect, it } from "vitest";

import { phasesOf, waysOfJob } from "./ways-of-job.ts";

const id = { request: "$request.path.id" };
const values = { pending: ["hot"], succeeded: ["done"], failed: ["burnt"] };

const phases = (job: Partial<XJob>, code = "200") => phasesOf(waysOfJob({ name: "bake", id, ...job }, code));

describe("waysOfJob", () => {
  it("knows the phases that a table names, and pending for what it does not name", () => {
    expect(phases({ state: { at: "/status", values: { succeeded: ["done"] } } })).toEqual(["pending", "succeeded"]);
    expect(phases({ state: { at: "/status", values, otherwise: "failed" } })).toEqual([
      "pending",
      "succeeded",
      "failed",
    ]);
  });

  it("reads codes outside 2xx only by a rule that names them", () => {
    const state = { at: "/status", values, rules: [{ when: [{ status: 410 }], is: "expired" as const }] };
    expect(phases({ state }, "404")).toEqual([]);
    expect(phases({ state }, "410")).toEqual(["failed"]);
    expect(phases({ state }, "4XX")).toEqual(["failed"]);
  });

  it("goes no further than a rule that looks at the code alone", () => {
    const state = {
      rules: [
        { when: [{ status: 202 }], is: "pending" as const },
        { when: [{ status: "2XX" }], is: "succeeded" as const },
      ],
    };
    expect(phases({ state }, "202")).toEqual(["pending"]);
    expect(phases({ state }, "200")).toEqual(["succeeded"]);
  });

  it("lets items decide where the job has no word of its own", () => {
    const items = { at: "/loaves", state: { at: "/status", values }, none: "pending" as const };
    expect(phases({ items })).toEqual(["pending", "succeeded", "partial", "failed"]);
    expect(phases({ items: { ...items, state: { at: "/status", values: { succeeded: ["done"] } } } })).toEqual([
      "pending",
      "succeeded",
    ]);
  });

  it("lets items decide how well it went where the job says that it succeeded", () => {
    const items = { at: "/loaves", state: { at: "/status", values }, none: "pending" as const };
    const ways = waysOfJob({ name: "bake", id, state: { at: "/status", values }, items }, "200");
    expect(ways.filter(({ phase }) => phase === "partial").map(({ words }) => words)).toEqual([["done"]]);
  });

  it("tells which ways are checked for guaranteed fields", () => {
    const state = {
      at: "/status",
      values: { ...values, filtered: ["hidden"] },
      rules: [{ when: [{ at: "/flag", is: true }], is: "failed" as const }],
    };
    const ways = waysOfJob({ name: "bake", id, state }, "200");
    expect(ways.filter(({ phase }) => phase === "failed").map(({ kind, isChecked }) => [kind, isChecked])).toEqual([
      ["failed", false],
      ["failed", true],
      ["filtered", false],
    ]);
  });
});
