import { expect, test } from "vitest";
import { compileLifecycle, type DeclaredRateLimit, type LowLimit, lowLimitOf } from "./lifecycle.ts";

test("fills in the defaults", () => {
  expect(compileLifecycle({ name: "job", id: { request: "$request.path.id" } })).toEqual({
    name: "job",
    id: {},
    poll: { initialDelayMs: 0, intervalMs: 5000, timeoutMs: 600_000, notFoundRetryMs: 10_000 },
  });
});

test("makes times milliseconds and leaves out what only the mock and the documentation need", () => {
  const lifecycle = compileLifecycle({
    name: "job",
    id: { request: "$request.path.id", response: "/id" },
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
    poll: { every: "250ms", timeout: "5m" },
    rateLimit: {
      tooManyRequests: "30s",
      limits: [{ remaining: "x-left", limit: "x-all", window: "1m", below: 100, every: "15s" }],
    },
    typicalDuration: { p50: "2m", p95: "4m" },
    pendingAs: ["empty"],
  });
  expect(lifecycle).toEqual({
    name: "job",
    id: { response: "/id" },
    items: { at: "/list", state: { at: "/status" }, none: "pending", guaranteed: { succeeded: { "/url": "any" } } },
    guaranteed: { failed: { "/error": "any" } },
    stage: { at: "/stage" },
    poll: { initialDelayMs: 0, intervalMs: 250, timeoutMs: 300_000, notFoundRetryMs: 10_000 },
    rateLimit: {
      pauseMs: 30_000,
      limits: [{ remaining: "x-left", below: 100, intervalMs: 15_000, windowMs: 60_000 }],
    },
  });
});

test("is data: it survives JSON", () => {
  const lifecycle = compileLifecycle({
    name: "job",
    id: { request: "$request.path.id" },
    state: { rules: [{ when: [{ status: 202 }], is: "pending" }], at: "/s", values: { succeeded: ["done"] } },
    has: { succeeded: { present: ["/url"] } },
  });
  expect(JSON.parse(JSON.stringify(lifecycle))).toEqual(lifecycle);
});

test("notes the types of guaranteed fields that have one", () => {
  const { guaranteed, items } = compileLifecycle(
    {
      name: "job",
      id: { request: "$request.path.id" },
      has: { succeeded: { present: ["/url", "/data"] }, failed: { present: ["/error"] } },
      items: { at: "/list", state: {}, none: "pending", has: { succeeded: { present: ["/url"] } } },
    },
    { typeAt: (pointer, of) => (pointer === "/url" ? (of === "job" ? "string" : "object") : undefined) },
  );
  expect([guaranteed, items?.guaranteed]).toEqual([
    { succeeded: { "/url": "string", "/data": "any" }, failed: { "/error": "any" } },
    { succeeded: { "/url": "object" } },
  ]);
});

const rateLimit: DeclaredRateLimit = {
  limits: [
    { remaining: "x-left", below: 10, intervalMs: 15_000, windowMs: 60_000 },
    { remaining: "x-left-today", below: 5, intervalMs: 60_000, windowMs: 86_400_000 },
  ],
};

const lowLimit = (headers: Readonly<Record<string, string>>): LowLimit | undefined =>
  lowLimitOf(rateLimit, (name) => headers[name] ?? null);

test("tells the limit that allows the fewest polls of those that run low", () => {
  expect(lowLimit({ "x-left": "9" })).toEqual({ remaining: 9, windowMs: 60_000, intervalMs: 15_000 });
  expect(lowLimit({ "x-left": "9", "x-left-today": "4" })).toMatchObject({ remaining: 4, windowMs: 86_400_000 });
  expect(lowLimit({ "x-left": "-1" })).toMatchObject({ remaining: 0 });
});

test.for([{ "x-left": "10", "x-left-today": "5" }, { "x-left": "" }, { "x-left": "many" }, {}])(
  "finds no limit that runs low in %j",
  (headers) => {
    expect(lowLimit(headers)).toBeUndefined();
  },
);

test("finds none where none is declared", () => {
  expect(lowLimitOf(undefined, () => "0")).toBeUndefined();
});
