import { expect, test } from "vitest";
import { compileLifecycle } from "./compile-lifecycle.ts";
import { judgeItems } from "./judge-items.ts";
import { predicates } from "./predicates.ts";
import { slowDown } from "./slow-down.ts";
import { stageOf } from "./state-details.ts";

test("fills in the defaults", () => {
  expect(compileLifecycle({ name: "job", id: { request: "$request.path.id" } })).toEqual({
    name: "job",
    id: {},
    poll: { firstMs: 0, everyMs: 5000, atMostMs: 600_000, notFoundGraceMs: 10_000 },
  });
});

test("makes times milliseconds and leaves out what only the mock and the documentation need", () => {
  const lifecycle = compileLifecycle({
    name: "job",
    id: { request: "$request.path.id", answer: "/id" },
    items: {
      at: "/list",
      state: { at: "/status" },
      none: "pending",
      requested: { at: "" },
      has: { pending: { absent: ["/url"] }, succeeded: { present: ["/url"] } },
    },
    has: {
      pending: { absent: ["/error"] },
      failed: { present: ["/error"], absent: ["/url"] },
      succeeded: { absent: ["/error"] },
    },
    stage: { at: "/stage", order: ["a", "b"] },
    poll: { every: "250ms", atMost: "5m" },
    pace: { tooManyRequests: "30s", limits: [{ remaining: "x-left", limit: "x-all", below: 100, every: "15s" }] },
    typicalDuration: { p50: "2m", p95: "4m" },
    pendingAs: ["empty"],
  });
  expect(lifecycle).toEqual({
    name: "job",
    id: { answer: "/id" },
    items: {
      judge: judgeItems,
      at: "/list",
      state: { at: "/status" },
      none: "pending",
      promised: { succeeded: { "/url": "" } },
    },
    promised: { failed: { "/error": "" } },
    stage: { at: "/stage" },
    stageOf,
    poll: { firstMs: 0, everyMs: 250, atMostMs: 300_000, notFoundGraceMs: 10_000 },
    pace: { tooManyRequestsMs: 30_000, slowDown, limits: [{ remaining: "x-left", below: 100, everyMs: 15_000 }] },
  });
});

test("notes the types of promised members that have one", () => {
  const { promised, items } = compileLifecycle(
    {
      name: "job",
      id: { request: "$request.path.id" },
      has: { succeeded: { present: ["/url", "/data"] }, failed: { present: ["/error"] } },
      items: { at: "/list", state: {}, none: "pending", has: { succeeded: { present: ["/url"] } } },
    },
    { typeAt: (pointer, of) => (pointer === "/url" ? `a string of the ${of}` : undefined) },
  );
  expect([promised, items?.promised]).toEqual([
    { succeeded: { "/url": "a string of the job", "/data": "" }, failed: { "/error": "" } },
    { succeeded: { "/url": "a string of the item" } },
  ]);
});

test("brings what rules ask where there are rules, of the job or of its items", () => {
  const id = { request: "$request.path.id" };
  const rules = [{ when: [{ at: "/flag", present: true } as const], is: "withheld" } as const];
  expect(compileLifecycle({ name: "job", id }).predicates).toBeUndefined();
  expect(compileLifecycle({ name: "job", id, state: { rules } }).predicates).toBe(predicates);
  expect(
    compileLifecycle({ name: "job", id, items: { at: "/list", state: { rules }, none: "pending" } }).predicates,
  ).toBe(predicates);
});
