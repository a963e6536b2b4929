import fc from "fast-check";
import { expect, test } from "vitest";

import type { JobModel } from "../document/api-model.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { JobRecord } from "./job-record.ts";
import { planOf } from "./plan.ts";
import { viewAt } from "./view.ts";

const words = { pending: ["pending"], succeeded: ["good"], failed: ["bad"], filtered: ["hidden"] } as const;

const job: JobModel = {
  family: "job",
  linkedJobs: [],
  carried: [],
  followUps: [],
  addresses: [],
  hasStatusAddress: false,
  isToldByCreate: false,
  id: { of: "request", in: "path", at: "id" },
  operation: {
    name: "get",
    method: "get",
    path: "/{id}",
    deprecated: false,
    security: [],
    responses: [],
    parameters: [],
    readsHeaders: false,
    bodyTypes: [],
    callbacks: [],
  },
  declaration: {
    name: "job",
    id: { request: "$request.path.id" },
    items: { at: "/items", state: { at: "/status", values: words }, none: "pending" },
    typicalDuration: { p50: "60s", p95: "180s" },
  },
};

const recordOf = (id: string, scenario: Scenario): JobRecord => ({
  api: "api",
  job,
  id,
  createdAtMs: 0,
  startedAtMs: 1000,
  chosen: { name: "test", scenario },
  wasCreated: true,
  polls: 0,
});

test("durations follow the declared distribution", () => {
  const durations = Array.from(
    { length: 2000 },
    (_, index) => planOf(recordOf(`job-${index}`, {}), 1).durationMs,
  ).toSorted((a, b) => a - b);
  const [p50, p95] = [durations[1000] ?? 0, durations[1900] ?? 0];
  expect(p50 / 60_000).toBeCloseTo(1, 0);
  expect(p95 / 180_000).toBeGreaterThan(0.85);
  expect(p95 / 180_000).toBeLessThan(1.15);
});

test("a range is kept", () => {
  fc.assert(
    fc.property(fc.string(), (id) => {
      const { durationMs } = planOf(recordOf(id, { duration: { from: "2s", to: "3s" } }), 1);
      return durationMs >= 2000 && durationMs <= 3000;
    }),
  );
});

test("a job never leaves a terminal phase, its outputs neither, and progress never falls", () => {
  const moments = fc.array(fc.integer({ min: 0, max: 400_000 }), { minLength: 2, maxLength: 20 });
  fc.assert(
    fc.property(
      fc.string(),
      moments,
      fc.constantFrom("succeeded", "failed", "filtered", "partial"),
      (id, times, result) => {
        const record = recordOf(id, { result });
        const views = times.toSorted((a, b) => a - b).map((at) => viewAt(record, 1000 + at, 1));
        for (const [index, view] of views.entries()) {
          const before = views[index - 1];
          if (before === undefined) continue;
          if (before.kind !== "pending") expect(view.kind).toBe(before.kind);
          expect(view.progress).toBeGreaterThanOrEqual(before.progress);
          for (const [place, kind] of before.items.entries())
            if (kind !== "pending") expect(view.items[place]).toBe(kind);
        }
      },
    ),
  );
});

test("a kind that the job cannot have becomes the nearest one that it can", () => {
  expect(planOf(recordOf("a", { result: "cancelled" }), 1)).toMatchObject({
    kind: "failed",
    items: [{ kind: "failed" }, {}, {}, {}],
  });
});

test("outputs that are told how to end decide how the job ends", () => {
  expect(planOf(recordOf("a", { items: ["succeeded", "filtered"] }), 1).kind).toBe("partial");
  expect(planOf(recordOf("a", { items: ["filtered", "filtered"] }), 1).kind).toBe("filtered");
});
