import fc from "fast-check";
import type { JobResult } from "@genwait/lifecycle";
import { WaitError } from "@genwait/poller";
import { describe, expect, test } from "vitest";
import type { FileOutcome, Outcome } from "./outcome.ts";
import { reportEnd, reportOutcome } from "./report.ts";
import type { Service } from "./service.ts";
import { testIo, testJob, writtenOutput } from "./fixtures/test-io.ts";

const job = testJob("p1", {
  items: { at: "/media", state: {}, none: "pending", guaranteed: { succeeded: { "/url": "string" } } },
  guaranteed: { succeeded: { "/album/url": "string" } },
});

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

const keyVariable = "PICTURES_API_KEY";

const report = (
  how: { result: JobResult; files?: readonly FileOutcome[] } | { error: unknown },
  isJson = false,
  signal = new AbortController().signal,
) => {
  const io = testIo({ signal });
  const took = { job, attempts: 3, elapsedMs: 12_345.6 };
  const outcome: Outcome =
    "error" in how ? { ...took, error: how.error } : { ...took, state: how.result, ...filesOf(how) };
  const code = reportOutcome(outcome, { isJson, keyVariable }, io);
  return { code, stdout: io.stdout.text, stderr: io.stderr.text };
};

const filesOf = ({ files }: { readonly files?: readonly FileOutcome[] }) => (files === undefined ? {} : { files });

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

const shownOf = (said: string, isJson: boolean): string => {
  const io = testIo();
  const { lifecycle } = job;
  const told = { job: { ...testJob(said), lifecycle }, attempts: 1, elapsedMs: 1 };
  const failure = { kind: "error", status: said, message: said, code: said } as const;
  const items = [
    { id: said, phase: "succeeded", status: said, body: { url: said } },
    { id: said, phase: "failed", status: said, failure, body: {} },
  ] as const;
  const outcomes: readonly Outcome[] = [
    { ...told, state: { phase: "partial", body: { album: { url: said } }, items } },
    {
      ...told,
      state: { phase: "succeeded", body: { album: { url: said } } },
      files: [
        { at: said, path: said },
        { at: said, error: said },
      ],
    },
    { ...told, state: { phase: "pending", body: {}, stage: said, unknownStatus: said } },
    { ...told, state: { phase: "failed", body: {}, failure } },
    { ...told, error: new Error(said) },
  ];
  for (const outcome of outcomes) reportOutcome(outcome, { isJson, keyVariable }, io);
  return io.stdout.text + io.stderr.text;
};

describe("whatever a service says", () => {
  const hostile = fc
    .string({ unit: "binary", minLength: 1 })
    .map((text) => `${text}\u001B]8;;\u0007\r\nsucceeded\u202E`);
  test.each([true, false])("takes as many lines as tame words, and steers nothing (JSON: %s)", (isJson) => {
    const lines = shownOf("tame", isJson).split("\n").length;
    fc.assert(
      fc.property(hostile, (said) => {
        const shown = shownOf(said, isJson).split("\n");
        expect(shown).toHaveLength(lines);
        for (const line of shown) expect(line).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/u);
      }),
    );
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

  test("says why, and has a code of its own", () => {
    const { code, stdout, stderr } = report({ error: timeout });
    expect(code).toBe(3);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/^pictures p1: .*timeout.*\n$/);
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

  test("by Ctrl-C is no failure of the job, and no line for each", () => {
    const signal = AbortSignal.abort();
    const { code, stdout, stderr } = report({ error: signal.reason }, true, signal);
    expect(code).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({ phase: "unknown", error: { kind: "aborted" } });
    expect(stderr).toBe("");
  });
});

describe("a file", () => {
  const result: JobResult = { phase: "succeeded", body: {} };

  test("that was downloaded stands below the result", () => {
    const { stdout } = report({ result, files: [{ at: "/url", path: "/here/p1.png" }] });
    expect(stdout).toContain("\n  file  /here/p1.png\n");
  });

  test("that could not be had is told on stderr", () => {
    const { stdout, stderr } = report({
      result,
      files: [{ at: "/url", error: "Failed to download it: 403\u001B[2J" }],
    });
    expect(stdout).not.toContain("403");
    expect(stderr).toBe("pictures p1: Failed to download it: 403\\u001b[2J.\n");
  });
});

describe("the end of a run", () => {
  const service: Service = {
    program: "genwait",
    api: {
      name: "pictures",
      title: "Pictures",
      keyVariable,
      baseUrl: "https://pictures.example",
      operations: [],
      jobs: [],
      defaultJob: "picture",
      createClient: () => {
        throw new Error("not needed");
      },
    },
    modules: { client: () => Promise.reject(new Error("not loaded")), document: () => Promise.resolve({}) },
    rest: [],
    isLocal: false,
  };
  const jobs = ["p1", "p2", "p3", "p4"].map((id) => testJob(id));
  const finished = jobs.map((one, index): Outcome => {
    const took = { job: one, attempts: 1, elapsedMs: 1 };
    return index < 2 ? { ...took, state: { phase: "succeeded", body: {} } } : { ...took, error: new Error("No.") };
  });

  test("counts, and goes on by one command with all that have no result", async () => {
    const io = testIo();
    await reportEnd({ finished, jobs, isQuiet: false, service }, io);
    expect(io.stderr.text).toBe("2 succeeded, 2 without a result\nTo go on: genwait wait pictures p3 p4\n");
  });

  test("says nothing where every job has its result", async () => {
    const io = testIo();
    await reportEnd({ finished: finished.slice(0, 1), jobs: jobs.slice(0, 1), isQuiet: false, service }, io);
    expect(io.stderr.text).toBe("");
  });

  test("goes on with a job whose file is missing", async () => {
    const io = testIo();
    const outcome: Outcome = {
      job,
      attempts: 1,
      elapsedMs: 1,
      state: { phase: "succeeded", body: {} },
      files: [{ at: "", error: "No." }],
    };
    await reportEnd({ finished: [outcome], jobs: [job], isQuiet: true, service }, io);
    expect(io.stderr.text).toBe("  To go on: genwait wait pictures p1\n");
  });

  test("after Ctrl-C is one sentence and one command, however many jobs go on", async () => {
    const io = testIo({ signal: AbortSignal.abort() });
    await reportEnd({ finished, jobs, isQuiet: true, service }, io);
    expect(io.stderr.text).toBe(
      "Interrupted. 2 jobs of pictures go on, and may be billed.\nTo go on: genwait wait pictures p3 p4\n",
    );
  });

  test("after Ctrl-C has what is known in the same sentence", async () => {
    const io = testIo({ signal: AbortSignal.abort() });
    await reportEnd({ finished, jobs, isQuiet: false, service }, io);
    expect(io.stderr.text).toMatch(
      /^Interrupted, with 2 succeeded\. 2 jobs of pictures go on, and may be billed\.\nTo go on: .*\n$/,
    );
  });

  test("whose output is lost goes on with every job: nobody was told of any", async () => {
    const io = testIo({ stdout: Object.assign(writtenOutput(), { flush: () => Promise.resolve(false) }) });
    await reportEnd({ finished, jobs, isQuiet: true, service }, io);
    expect(io.stderr.text).toContain("To go on: genwait wait pictures p1 p2 p3 p4\n");
  });
});
