import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Classification, type ClassifyOptions, classifyResponse, isId } from "./classify-response.ts";
import { compileLifecycle } from "./lifecycle.ts";
import type { XJob } from "./x-job.ts";

const read = (job: XJob, status: number, body: unknown, options?: ClassifyOptions): Classification =>
  classifyResponse(compileLifecycle(job), { status, body }, options);

/** With a schema that calls every `url` text, and says nothing of other members. */
const readTyped = (job: XJob, body: unknown): Classification =>
  classifyResponse(compileLifecycle(job, { typeAt: (pointer) => (pointer === "/url" ? "string" : undefined) }), {
    status: 200,
    body,
  });

const short = (classification: Classification): unknown => {
  if (classification.is !== "state") return classification;
  const { body: _, items, ...state } = classification.state;
  return { ...state, ...(items && { items: items.map((item) => `${item.id ?? "?"} ${item.phase}`) }) };
};

describe("a job with one status", () => {
  const job: XJob = {
    name: "deck",
    id: { request: "$request.path.id", response: "/id" },
    state: {
      at: "/status",
      values: {
        pending: ["queued", "running"],
        succeeded: ["done"],
        failed: ["broken"],
        filtered: ["Request Moderated"],
        cancelled: ["stopped"],
      },
      otherwise: "pending",
    },
    has: { succeeded: { present: ["/url"] }, failed: { present: ["/error"] } },
    failure: { message: "/error/message", code: "/error/code" },
    stage: { at: "/status" },
    progress: { at: "/progress", of: 100 },
  };

  test("is pending, with its stage and its progress", () => {
    expect(short(read(job, 200, { id: "a", status: "running", progress: 40 }))).toEqual({
      phase: "pending",
      stage: "running",
      progress: 0.4,
    });
  });

  test.each([-1, 101, "40", null])("ignores a progress of %j", (progress) => {
    expect(short(read(job, 200, { id: "a", status: "queued", progress }))).toEqual({
      phase: "pending",
      stage: "queued",
    });
  });

  test("counts an unknown status as pending, and says so", () => {
    expect(short(read(job, 200, { id: "a", status: "warming" }))).toMatchObject({
      phase: "pending",
      unknownStatus: "warming",
    });
  });

  test("succeeds with what success guarantees", () => {
    expect(short(read(job, 200, { id: "a", status: "done", url: "https://files.example/a" }))).toEqual({
      phase: "succeeded",
    });
  });

  test.each([
    [{ url: null }, "null"],
    [{}, "nothing"],
  ])("is no success without it: %j", (more, found) => {
    expect(read(job, 200, { id: "a", status: "done", ...more })).toEqual({
      is: "invalid-response",
      pointer: "/url",
      expected: "a value once succeeded",
      found,
      incomplete: { phase: "succeeded", pointer: "/url", body: { id: "a", status: "done", ...more } },
    });
  });

  test.each([
    [5, "a number"],
    [{ href: "u" }, "an object"],
    [["u"], "an array"],
    [true, "a boolean"],
  ])("is no success with %j where its schema says text", (url, found) => {
    expect(readTyped(job, { id: "a", status: "done", url })).toEqual({
      is: "invalid-response",
      pointer: "/url",
      expected: "a string once succeeded",
      found,
      incomplete: { phase: "succeeded", pointer: "/url", body: { id: "a", status: "done", url } },
    });
  });

  test("asks no type of a member that its phase does not guarantee", () => {
    expect(readTyped(job, { id: "a", status: "running", url: 5 })).toMatchObject({ state: { phase: "pending" } });
    expect(readTyped(job, { id: "a", status: "broken", url: 5, error: "No luck." })).toMatchObject({
      state: { phase: "failed" },
    });
  });

  test("fails with the service's own reason", () => {
    expect(short(read(job, 200, { id: "a", status: "broken", error: { message: "No luck.", code: 422 } }))).toEqual({
      phase: "failed",
      failure: { kind: "error", status: "broken", message: "No luck.", code: 422 },
    });
  });

  test.each([[undefined], [null], [5]])("is a failure without its reason: %j", (error) => {
    expect(short(read(job, 200, { id: "a", status: "broken", error }))).toMatchObject({
      phase: "failed",
      failure: { kind: "error", status: "broken" },
    });
  });

  test("says which guaranteed fields a failure lacks", () => {
    expect(short(read(job, 200, { id: "a", status: "broken" }))).toEqual({
      phase: "failed",
      failure: { kind: "error", status: "broken", missing: ["/error"] },
    });
  });

  test("takes a text in place of the object that holds the reason", () => {
    expect(short(read(job, 200, { id: "a", status: "broken", error: "No luck." }))).toMatchObject({
      failure: { message: "No luck." },
    });
  });

  test("tells a filtered and a cancelled job from a failed one, and asks them for no error", () => {
    expect(short(read(job, 200, { id: "a", status: "Request Moderated" }))).toMatchObject({
      failure: { kind: "filtered" },
    });
    expect(short(read(job, 200, { id: "a", status: "stopped" }))).toMatchObject({ failure: { kind: "cancelled" } });
  });

  test.each([
    [{ id: "a" }, "/status", "nothing"],
    [{ id: "a", status: null }, "/status", "null"],
    [{ id: "a", status: 3 }, "/status", "a number"],
    [{ id: "a", status: {} }, "/status", "an object"],
    [{ status: "running" }, "/id", "nothing"],
    [{ id: [], status: "running" }, "/id", "an array"],
    [null, "/status", "nothing"],
    ["<html>", "/status", "nothing"],
    [[], "/status", "nothing"],
  ])("%j is an invalid response", (body, pointer, found) => {
    expect(read(job, 200, body)).toMatchObject({ is: "invalid-response", pointer, found });
  });

  test("a response about another job is an invalid response", () => {
    expect(read(job, 200, { id: "b", status: "done", url: "u" }, { id: "a" })).toEqual({
      is: "invalid-response",
      pointer: "/id",
      expected: 'the id "a"',
      found: '"b"',
    });
  });

  test.each([400, 401, 404, 429, 500, 302])("leaves HTTP %i to whoever classifies errors", (status) => {
    expect(read(job, status, { id: "a", status: "done", url: "u" })).toEqual({ is: "unclassified" });
  });

  test("never throws, whatever a service sends", () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 599 }), fc.jsonValue(), (status, body) => {
        expect(["state", "call-error", "invalid-response", "unclassified"]).toContain(read(job, status, body).is);
      }),
    );
  });
});

const media = (...statuses: string[]): unknown => ({
  data: {
    id: "g",
    media: statuses.map((status, index) => ({ id: `m${index}`, status, ...(status === "success" && { url: "u" }) })),
  },
  err: {},
});

describe("a job of several items", () => {
  const job: XJob = {
    name: "images",
    id: { request: "$request.path.id", response: "/data/id" },
    call: [{ when: [{ at: "/err", empty: false }], is: "rejected", message: "/err/message" }],
    items: {
      at: "/data/media",
      id: "/id",
      state: {
        at: "/status",
        values: { pending: ["pending"], succeeded: ["success"], failed: ["failed"], filtered: ["censored"] },
        otherwise: "pending",
      },
      has: { succeeded: { present: ["/url"] } },
      none: "pending",
    },
  };

  test.each([
    [["pending", "success"], "pending"],
    [["success", "success"], "succeeded"],
    [["success", "failed"], "partial"],
    [["success", "censored"], "partial"],
    [["failed", "failed"], "failed"],
    [["success", "initiated"], "pending"],
  ])("%j is %s", (statuses, phase) => {
    expect(read(job, 200, media(...statuses))).toMatchObject({ is: "state", state: { phase } });
  });

  test("is filtered when all items are, failed when they differ", () => {
    expect(short(read(job, 200, media("censored", "censored")))).toMatchObject({
      failure: { kind: "filtered", status: "censored" },
    });
    expect(short(read(job, 200, media("failed", "censored")))).toMatchObject({
      failure: { kind: "error", status: "failed" },
    });
  });

  test("fewer items than expected are pending, however well they went", () => {
    expect(read(job, 200, media("success"), { expectedItems: 2 })).toMatchObject({ state: { phase: "pending" } });
    expect(read(job, 200, media("success", "failed"), { expectedItems: 2 })).toMatchObject({
      state: { phase: "partial" },
    });
  });

  test.each([
    { data: null },
    {},
    { data: {} },
    { data: { media: null } },
    { data: { id: "g", media: [] } },
    { data: { media: [] }, err: null },
  ])("%j is nothing yet", (body) => {
    expect(read(job, 200, body)).toMatchObject({ is: "state", state: { phase: "pending", items: [] } });
  });

  test.each([{ data: { id: "g", media: "soon" } }, { data: { id: "g", media: {} } }, "<html>", null, []])(
    "%j is an invalid response",
    (body) => {
      expect(read(job, 200, body)).toMatchObject({ is: "invalid-response", pointer: "/data/media" });
    },
  );

  test("an item without a status, or a good one without its file, is an invalid response", () => {
    expect(read(job, 200, { data: { id: "g", media: [{ id: "m" }] } })).toMatchObject({
      is: "invalid-response",
      pointer: "/data/media/0/status",
    });
    expect(read(job, 200, { data: { id: "g", media: [{ id: "m", status: "success", url: null }] } })).toMatchObject({
      is: "invalid-response",
      pointer: "/data/media/0/url",
    });
  });

  test("a good item whose file is of another type is an invalid response; a pending one does not", () => {
    expect(readTyped(job, { data: { id: "g", media: [{ id: "m", status: "success", url: 5 }] } })).toEqual({
      is: "invalid-response",
      pointer: "/data/media/0/url",
      expected: "a string once succeeded",
      found: "a number",
      incomplete: {
        phase: "succeeded",
        pointer: "/data/media/0/url",
        body: { data: { id: "g", media: [{ id: "m", status: "success", url: 5 }] } },
      },
    });
    expect(readTyped(job, { data: { id: "g", media: [{ id: "m", status: "pending", url: 5 }] } })).toMatchObject({
      state: { phase: "pending" },
    });
  });

  test("an item that lacks its file is pending while others are, and invalid once it alone is left", () => {
    const lacking = { id: "m0", status: "success" };
    expect(short(read(job, 200, { data: { id: "g", media: [lacking, { id: "m1", status: "pending" }] } }))).toEqual({
      phase: "pending",
      items: ["m0 pending", "m1 pending"],
    });
    expect(read(job, 200, { data: { id: "g", media: [lacking, { id: "m1", status: "failed" }] } })).toMatchObject({
      is: "invalid-response",
      incomplete: { phase: "partial", pointer: "/data/media/0/url" },
    });
  });

  test("reports an unknown status of an item once nothing else decides", () => {
    expect(short(read(job, 200, media("success", "initiated")))).toMatchObject({
      phase: "pending",
      unknownStatus: "initiated",
    });
  });

  test("an error inside 200 is the call's, not the job's", () => {
    expect(read(job, 200, { data: null, err: { message: "No such model." } })).toEqual({
      is: "call-error",
      kind: "rejected",
      message: "No such model.",
    });
  });

  test("the same error outside 2xx is told by HTTP", () => {
    expect(read(job, 401, { err: { message: "No." } })).toEqual({ is: "unclassified" });
  });

  test("a terminal state has no pending item, and every expected one", () => {
    const status = fc.constantFrom("pending", "success", "failed", "censored", "initiated");
    fc.assert(
      fc.property(fc.array(status), fc.nat({ max: 5 }), (statuses, expectedItems) => {
        const classification = read(job, 200, media(...statuses), { expectedItems });
        const isTerminal = classification.is === "state" && classification.state.phase !== "pending";
        const allDone = statuses.every((word) => word !== "pending" && word !== "initiated");
        expect(isTerminal).toBe(statuses.length > 0 && statuses.length >= expectedItems && allDone);
      }),
    );
  });
});

describe("a job told by HTTP codes and rules", () => {
  const job: XJob = {
    name: "weave",
    id: { request: "$request.path.id", response: "/id" },
    state: {
      rules: [
        { when: [{ status: 202 }], is: "pending" },
        { when: [{ status: 403 }, { at: "/reason", prefix: "policy" }], is: "filtered", message: "/reason" },
        { when: [{ at: "/failed_count", gt: 0 }], is: "partial" },
        { when: [{ status: 200 }], is: "succeeded" },
      ],
    },
    has: { succeeded: { present: ["/url"] }, failed: { present: ["/error"] } },
  };

  test("reads the code where a rule names it, without a body if need be", () => {
    expect(read(job, 202, undefined, { id: "w" })).toMatchObject({ state: { phase: "pending" } });
    expect(short(read(job, 403, { reason: "policy.faces" }))).toEqual({
      phase: "failed",
      failure: { kind: "filtered", status: 403, message: "policy.faces" },
    });
    expect(read(job, 403, { reason: "no such key" })).toEqual({ is: "unclassified" });
  });

  test("the first rule that matches wins", () => {
    expect(read(job, 200, { id: "w", failed_count: 1 })).toMatchObject({ state: { phase: "partial" } });
    expect(read(job, 200, { id: "w", failed_count: 0, url: "u" })).toMatchObject({ state: { phase: "succeeded" } });
  });

  test("a success by rule is held to its guaranteed fields, too", () => {
    expect(read(job, 200, { id: "w", failed_count: 0 })).toMatchObject({ is: "invalid-response", pointer: "/url" });
  });
});

describe("a job with a state and items", () => {
  const job: XJob = {
    name: "batch",
    id: { request: "$request.query.id" },
    state: {
      rules: [{ when: [{ at: "/flagged", is: true }], is: "filtered" }],
      at: "/done",
      values: { pending: [false], succeeded: [true] },
      otherwise: "pending",
    },
    items: { at: "/outputs", state: { at: "/ok", values: { succeeded: [true], failed: [false] } }, none: "failed" },
  };

  test("its own word says whether it is over, its items how well it went", () => {
    expect(read(job, 200, { done: false, outputs: [{ ok: true }] })).toMatchObject({ state: { phase: "pending" } });
    expect(read(job, 200, { done: true, outputs: [{ ok: true }] })).toMatchObject({ state: { phase: "succeeded" } });
    expect(read(job, 200, { done: true, outputs: [{ ok: true }, { ok: false }] })).toMatchObject({
      state: { phase: "partial" },
    });
    expect(read(job, 200, { done: true, outputs: [] })).toMatchObject({ state: { phase: "failed" } });
  });

  test("a rule before the table is final", () => {
    expect(read(job, 200, { done: true, flagged: true, outputs: [{ ok: true }] })).toMatchObject({
      state: { phase: "failed", failure: { kind: "filtered" } },
    });
  });
});

describe("an id", () => {
  test.each(["a", "0", 1, 0, -5, 1.5])("can be %j", (value) => {
    expect(isId(value)).toBe(true);
  });

  // 2 ** 53 is where JavaScript begins to round: another job's id would look the same.
  test.each(["", null, true, [], {}, 2 ** 53, Number("900719925474099371"), Infinity, Number.NaN])(
    "is not %j",
    (value) => {
      expect(isId(value)).toBe(false);
    },
  );

  test("that JavaScript rounds counts as the one that was asked for, as far as it can be told", () => {
    const job: XJob = {
      name: "deck",
      id: { request: "$request.path.id", response: "/id" },
      state: { otherwise: "pending" },
    };
    const body: unknown = JSON.parse(`{ "id": 900719925474099371 }`);
    expect(read(job, 200, body, { id: "900719925474099371" })).toMatchObject({ is: "state" });
    expect(read(job, 200, body, { id: "900719925474099999" })).toMatchObject({ is: "invalid-response" });
  });

  test("of a megabyte is shortened in what is said of it", () => {
    const job: XJob = {
      name: "deck",
      id: { request: "$request.path.id", response: "/id" },
      state: { otherwise: "pending" },
    };
    const classification = read(job, 200, { id: "x".repeat(1_000_000) }, { id: "a\u001b[2J" });
    expect(classification).toMatchObject({ is: "invalid-response", expected: `the id "a\\u001b[2J"` });
    expect(JSON.stringify(classification).length).toBeLessThan(500);
  });
});
