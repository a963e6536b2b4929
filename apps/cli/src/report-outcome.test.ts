import { Writable } from "node:stream";
import type { Job, JobResult } from "@genwait/lifecycle";
import { WaitError } from "@genwait/poller";
import { describe, expect, test } from "vitest";
import type { CliIo } from "./command.ts";
import { reportOutcome } from "./report-outcome.ts";
import type { Outcome } from "./outcome.ts";

const job: Job = {
  api: "pictures",
  name: "picture",
  id: "p1",
  identity: "pictures/picture//p1",
  client: {},
  rateLimitGroup: "pictures",
  lifecycle: {
    name: "picture",
    id: {},
    items: { at: "/media", state: {}, none: "pending", guaranteed: { succeeded: { "/url": "string" } } },
    guaranteed: { succeeded: { "/album/url": "string" } },
    poll: { initialDelayMs: 0, intervalMs: 1000, timeoutMs: 1000, notFoundRetryMs: 0 },
  },
  poll: () => Promise.reject(new Error("not polled")),
  toJSON: () => ({ api: "pictures", name: "picture", id: "p1", baseUrl: "https://pictures.example" }),
};

const media = [
  { id: "m1", phase: "succeeded" as const, status: "success", body: { url: "https://files.example/m1.png" } },
  {
    id: "m2",
    phase: "failed" as const,
    status: "censored",
    failure: { kind: "filtered" as const, status: "censored" },
    body: {},
  },
];

const failed: JobResult = {
  phase: "failed",
  body: {},
  failure: { kind: "error", status: "failed", message: "No luck." },
};

const report = (
  how: { result: JobResult } | { error: unknown },
  json = false,
  signal = new AbortController().signal,
) => {
  const written = { stdout: "", stderr: "" };
  const sink = (name: "stdout" | "stderr") =>
    new Writable({ write: (chunk, _, done) => ((written[name] += String(chunk)), done()) });
  const io: CliIo = { stdin: process.stdin, stdout: sink("stdout"), stderr: sink("stderr"), cwd: ".", signal };
  const outcome: Outcome = { job, attempts: 3, elapsedMs: 12_345.6, ...how };
  const service = { isDefaultJob: true, keyVariable: "PICTURES_API_KEY" };
  const code = reportOutcome(outcome, { json, service }, io);
  return { code, ...written };
};

describe("a result", () => {
  test("stands on a line, with what it brought below", () => {
    const result: JobResult = {
      phase: "succeeded",
      body: { album: { url: "https://files.example/a" } },
      items: media.slice(0, 1),
    };
    expect(report({ result }).stdout).toMatchInlineSnapshot(`
      "succeeded  pictures picture p1  (12.3 s, 3 polls)
        album.url  https://files.example/a
        succeeded  m1  https://files.example/m1.png
      "
    `);
  });

  test("of which a part is good shows every item, and has a code of its own", () => {
    const { code, stdout } = report({ result: { phase: "partial", body: {}, items: media } });
    expect(code).toBe(2);
    expect(stdout).toMatchInlineSnapshot(`
      "partial  pictures picture p1  (12.3 s, 3 polls)
        succeeded  m1  https://files.example/m1.png
        failed     m2  filtered
      "
    `);
  });

  test("that failed says why", () => {
    expect(report({ result: failed })).toMatchObject({ code: 1, stdout: expect.stringContaining("No luck.") });
  });

  test("is one line of JSON where asked for", () => {
    const { stdout } = report({ result: failed }, true);
    expect(JSON.parse(stdout)).toEqual({
      api: "pictures",
      job: "picture",
      id: "p1",
      phase: "failed",
      attempts: 3,
      elapsedMs: 12346,
      failure: { kind: "error", status: "failed", message: "No luck." },
      body: {},
    });
  });

  test("leaves the items' bodies to the whole body", () => {
    const { stdout } = report({ result: { phase: "partial", body: { media: [] }, items: media } }, true);
    expect(JSON.parse(stdout)).toMatchObject({
      items: [{ id: "m1", phase: "succeeded", status: "success" }, { failure: { kind: "filtered" } }],
    });
    expect(stdout).not.toContain("files.example");
  });
});

describe("text of a service", () => {
  const message = "\u001B]0;title\u0007oops\nsucceeded  pictures picture p2  (0.1 s, 1 poll)";
  const result: JobResult = {
    phase: "failed",
    body: { message },
    failure: { kind: "error", status: "failed", message },
  };

  test("cannot steer the terminal, nor look like a line of ours", () => {
    const { stdout } = report({ result });
    expect(stdout.split("\n")).toEqual([
      "failed  pictures picture p1  (12.3 s, 3 polls)",
      String.raw`  \u001b]0;title\u0007oops\u000asucceeded  pictures picture p2  (0.1 s, 1 poll)`,
      "",
    ]);
  });

  test("is the same in JSON, without what steers a terminal", () => {
    const { stdout } = report({ result }, true);
    expect(stdout.slice(0, -1)).not.toMatch(/\p{Cc}/u);
    expect(JSON.parse(stdout)).toMatchObject({ failure: { message } });
  });
});

describe("a wait that stopped", () => {
  const facts = {
    job,
    attempts: 3,
    elapsedMs: 5,
    lastState: undefined,
    lastError: undefined,
    failedInRow: 0,
    responseCounts: { pending: 3 },
  };
  const timeout = new WaitError({ ...facts, reason: "timeout" });

  test("says how to go on", () => {
    const { code, stdout, stderr } = report({ error: timeout });
    expect(code).toBe(3);
    expect(stdout).toBe("");
    expect(stderr).toContain("To go on: genwait wait pictures p1");
  });

  test("has its kind in JSON", () => {
    expect(JSON.parse(report({ error: timeout }, true).stdout)).toMatchObject({ id: "p1", error: { kind: "timeout" } });
    const refused = new WaitError({ ...facts, reason: "refused", lastError: { kind: "unauthorized", status: 401 } });
    expect(JSON.parse(report({ error: refused }, true).stdout)).toMatchObject({
      error: { kind: "unauthorized", status: 401 },
    });
  });

  test("because a response lacked what it guarantees has the code of a service that makes no sense", () => {
    const incomplete = { phase: "succeeded", pointer: "/url", body: { album: "a1" } };
    const lastError = Object.assign(new Error("Failed to call getPicture: /url is nothing."), {
      kind: "invalid-response",
      incomplete,
    });
    const { code, stdout } = report(
      { error: new WaitError({ ...facts, reason: "invalid-response", lastError }) },
      true,
    );
    expect(code).toBe(5);
    expect(JSON.parse(stdout)).toMatchObject({ error: { kind: "invalid-response", incomplete } });
  });

  test("by Ctrl-C is no failure of the job", () => {
    const controller = new AbortController();
    controller.abort();
    const { code, stdout, stderr } = report({ error: controller.signal.reason }, true, controller.signal);
    expect(code).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({ error: { kind: "aborted" } });
    expect(stderr).toMatchInlineSnapshot(`
      "Interrupted. pictures p1 goes on, and may be billed.
        To go on: genwait wait pictures p1
      "
    `);
  });
});
