import { Writable } from "node:stream";
import type { EndState, Job } from "@genwait/lifecycle";
import { judgeItems } from "@genwait/lifecycle/parts";
import { WaitError } from "@genwait/poller";
import { describe, expect, test } from "vitest";
import type { CliIo } from "./command.ts";
import { reportResult } from "./report-result.ts";
import type { Result } from "./result.ts";

const job: Job = {
  api: "pictures",
  name: "picture",
  id: "p1",
  identity: "pictures/picture//p1",
  paceGroup: {},
  lifecycle: {
    name: "picture",
    id: {},
    items: { judge: judgeItems, at: "/media", state: {}, none: "pending", promised: { succeeded: { "/url": "" } } },
    promised: { succeeded: { "/album/url": "" } },
    poll: { firstMs: 0, everyMs: 1000, atMostMs: 1000, notFoundGraceMs: 0 },
  },
  read: () => Promise.reject(new Error("not read")),
  toJSON: () => ({ api: "pictures", name: "picture", id: "p1", baseUrl: "https://pictures.example" }),
};

const media = [
  { id: "m1", phase: "succeeded" as const, status: "success", body: { url: "https://files.example/m1.png" } },
  {
    id: "m2",
    phase: "failed" as const,
    status: "censored",
    failure: { kind: "withheld" as const, status: "censored" },
    body: {},
  },
];

const failed: EndState = {
  phase: "failed",
  body: {},
  items: [],
  failure: { kind: "error", status: "failed", message: "No luck." },
};

const report = (
  outcome: { end: EndState } | { error: unknown },
  json = false,
  signal = new AbortController().signal,
) => {
  const written = { stdout: "", stderr: "" };
  const sink = (name: "stdout" | "stderr") =>
    new Writable({ write: (chunk, _, done) => ((written[name] += String(chunk)), done()) });
  const io: CliIo = { stdin: process.stdin, stdout: sink("stdout"), stderr: sink("stderr"), cwd: ".", signal };
  const result: Result = { job, attempts: 3, elapsedMs: 12_345.6, ...outcome };
  const code = reportResult(result, { json, service: { isDefaultJob: true } }, io);
  return { code, ...written };
};

describe("an end", () => {
  test("stands on a line, with what it brought below", () => {
    const end: EndState = {
      phase: "succeeded",
      body: { album: { url: "https://files.example/a" } },
      items: media.slice(0, 1),
    };
    expect(report({ end }).stdout).toMatchInlineSnapshot(`
      "succeeded  pictures picture p1  (12.3 s, 3 reads)
        album.url  https://files.example/a
        succeeded  m1  https://files.example/m1.png
      "
    `);
  });

  test("of which a part is good shows every item, and has a code of its own", () => {
    const { code, stdout } = report({ end: { phase: "partial", body: {}, items: media } });
    expect(code).toBe(2);
    expect(stdout).toMatchInlineSnapshot(`
      "partial  pictures picture p1  (12.3 s, 3 reads)
        succeeded  m1  https://files.example/m1.png
        failed     m2  withheld
      "
    `);
  });

  test("that failed says why", () => {
    expect(report({ end: failed })).toMatchObject({ code: 1, stdout: expect.stringContaining("No luck.") });
  });

  test("is one line of JSON where asked for", () => {
    const { stdout } = report({ end: failed }, true);
    expect(JSON.parse(stdout)).toEqual({
      api: "pictures",
      job: "picture",
      id: "p1",
      phase: "failed",
      attempts: 3,
      elapsedMs: 12346,
      items: [],
      failure: { kind: "error", status: "failed", message: "No luck." },
      body: {},
    });
  });

  test("leaves the items' bodies to the whole body", () => {
    const { stdout } = report({ end: { phase: "partial", body: { media: [] }, items: media } }, true);
    expect(JSON.parse(stdout)).toMatchObject({
      items: [{ id: "m1", phase: "succeeded", status: "success" }, { failure: { kind: "withheld" } }],
    });
    expect(stdout).not.toContain("files.example");
  });
});

describe("a wait that stopped", () => {
  const facts = { job, attempts: 3, elapsedMs: 5, lastState: undefined, answers: { pending: 3 } };
  const timeout = new WaitError({ ...facts, reason: "timeout", cause: undefined });

  test("says how to go on", () => {
    const { code, stdout, stderr } = report({ error: timeout });
    expect(code).toBe(3);
    expect(stdout).toBe("");
    expect(stderr).toContain("To go on: genwait wait pictures p1");
  });

  test("has its kind in JSON", () => {
    expect(JSON.parse(report({ error: timeout }, true).stdout)).toMatchObject({ id: "p1", error: { kind: "timeout" } });
    const refused = new WaitError({ ...facts, reason: "refused", cause: { kind: "unauthorized", status: 401 } });
    expect(JSON.parse(report({ error: refused }, true).stdout)).toMatchObject({
      error: { kind: "unauthorized", status: 401 },
    });
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
