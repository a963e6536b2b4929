import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, open, readdir, readFile, rm } from "node:fs/promises";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { type MockServer, startMockServer } from "@genwait/mock-server";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import manifest from "../package.json" with { type: "json" };
import { leavesOf } from "./command.ts";
import type { ExitCode } from "./exit-code.ts";
import { testIo, type TestIo } from "./fixtures/test-io.ts";
import { builtInApis } from "./load-api.ts";
import { loadMocks } from "./mock-sources.ts";
import { commands, run } from "./run.ts";

let mocks: MockServer;
let folder = "";
beforeAll(async () => {
  const loaded = await loadMocks(builtInApis());
  mocks = await startMockServer({
    apis: loaded.map(({ source }) => source),
    scenario: "instant",
    limits: false,
    speed: 1e4,
  });
  folder = await mkdtemp(join(tmpdir(), "genwait-run-"));
});
afterAll(async () => {
  await mocks.close();
  await rm(folder, { recursive: true, force: true });
});

type Facts = Parameters<typeof testIo>[0];

const genwait = async (args: readonly string[], facts: Facts = {}): Promise<TestIo & { readonly code: ExitCode }> => {
  const io = testIo({ cwd: folder, ...facts });
  return { ...io, code: await run(args, io) };
};

const onMock = (api: string, [command = "", ...rest]: readonly string[], facts?: Facts) =>
  genwait([command, api, ...rest, "--base-url", mocks.url(api)], facts);

describe("words", () => {
  test.each(["-v", "-V", "--version", "version"])("%s is the version", async (word) => {
    const { code, stdout } = await genwait([word]);
    expect({ code, text: stdout.text }).toEqual({ code: 0, text: `${manifest.version}\n` });
  });

  test("help has every command, and of each every option", async () => {
    const { stdout } = await genwait(["help"]);
    for (const { name } of commands) expect(stdout.text).toContain(`genwait ${name} `);
    for (const { name, options, summary } of leavesOf(commands)) {
      const help = await genwait([...name.split(" "), "--help"]);
      expect(help).toMatchObject({
        code: 0,
        stdout: { text: (await genwait(["help", ...name.split(" ")])).stdout.text },
      });
      expect(help.stdout.text).toContain(`genwait ${name} `);
      expect(help.stdout.text).toContain(summary);
      for (const option of options) expect(help.stdout.text).toContain(`--${option.name}`);
    }
  });

  test("a word that leads to others tells them, and which one was meant", async () => {
    const help = await genwait(["waits", "--help"]);
    for (const name of ["add", "results", "purge"]) expect(help.stdout.text).toContain(`  ${name} `);
    const none = await genwait(["waits"]);
    expect(none).toMatchObject({ code: 64, stderr: { text: expect.stringContaining("with one of add, list") } });
    const meant = await genwait(["waits", "lits"]);
    expect(meant).toMatchObject({ code: 64, stderr: { text: expect.stringContaining("Did you mean list?") } });
  });

  test("an API that stands first is put in its place", async () => {
    const { code, stderr } = await genwait(["gamma", "mock-1"]);
    expect({ code, stderr: stderr.text }).toEqual({
      code: 64,
      stderr: 'There is no command "gamma": the command comes first, as in wait gamma <id>.\n',
    });
  });

  test("an id called help is an id", async () => {
    const { code, stdout } = await onMock("gamma", ["status", "mock-instant", "help"]);
    expect(code).toBe(4);
    expect(stdout.text).toContain("mock-instant");
  });

  test("text that nobody wrote here is escaped, also where a command fails", async () => {
    const { code, stderr } = await genwait(["wa\u001B[2Jit\nsucceeded"]);
    expect(code).toBe(64);
    expect(stderr.text).toMatch(/^[^\p{Cc}]*\n$/u);
    const thrown = await genwait(["wait", "gamma", "-"], {
      stdin: Object.assign(testIo().stdin, {
        [Symbol.asyncIterator]: () => {
          throw new Error("\u001B[2J\nsucceeded");
        },
      }),
    });
    expect(thrown.code).toBe(5);
    expect(thrown.stderr.text).toMatch(/^[^\p{Cc}]*\n$/u);
  });
});

describe("a mock", () => {
  test("needs no key, and this is said once", async () => {
    const { code, stderr } = await onMock("gamma", ["wait", "mock-instant", "mock-instant-2"]);
    expect(code).toBe(0);
    expect(stderr.text.match(/no GAMMA_API_KEY/g)).toHaveLength(1);
  });
});

describe("status", () => {
  test("polls once, and tells where each job stands", async () => {
    const { code, stdout } = await onMock("gamma", ["status", "mock-never", "mock-instant", "--json"]);
    expect(code).toBe(3);
    const lines = stdout.text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as object);
    expect(lines).toMatchObject([
      { id: "mock-never", phase: "pending", attempts: 1 },
      { id: "mock-instant", phase: "succeeded", attempts: 1 },
    ]);
    expect(mocks.requests.list({ job: "mock-never" })).toHaveLength(1);
  });

  test("of a job that goes on is no failure, and says nothing of how to go on", async () => {
    const { code, stdout, stderr } = await onMock("gamma", ["status", "mock-never-1", "-q"]);
    expect(code).toBe(3);
    expect(stdout.text).toMatch(/^pending {2}gamma generation mock-never-1 /);
    expect(stderr.text).toBe("");
  });

  test("of a job that nobody knows is refused", async () => {
    const { code, stderr } = await onMock("gamma", ["status", "undefined"]);
    expect(code).toBe(4);
    expect(stderr.text).toContain("404");
  });
});

describe("create", () => {
  const input = '\uFEFF{"inputText":"Tea","exportAs":"pdf"}\r\n';

  test("names the operation that it bills, and tells the id on stdout and on stderr", async () => {
    const { code, stdout, stderr } = await onMock("gamma", ["create", "--input", "-"], { input });
    expect(code).toBe(0);
    const id = stdout.text.trimEnd();
    expect(stderr.text).toContain("Starting createGeneration (POST /v1.0/generations)");
    expect(stderr.text).toContain(`Started ${id}. Wait for it with: genwait wait gamma ${id} --base-url `);
  });

  test("that is quiet prints the id and nothing else", async () => {
    const { stdout, stderr } = await onMock("gamma", ["create", "--input", "-", "--quiet"], { input });
    expect(stdout.text).toMatch(/^\S+\n$/);
    expect(stderr.text).toBe("");
  });

  test("that fails has the same shape in JSON as any other line", async () => {
    const { code, stdout } = await onMock("gamma", ["create", "--input", "-", "--json"], { input: '{"inputText":""}' });
    expect(code).toBe(4);
    expect(JSON.parse(stdout.text)).toMatchObject({
      api: "gamma",
      job: "generation",
      operation: "createGeneration",
      id: null,
      phase: "unknown",
      error: { kind: "invalid-request" },
    });
  });

  test.each([["--output", "here"], ["--open"]])(
    "with %s but without --wait is refused before it is billed",
    async (...more) => {
      const { code, stderr } = await onMock("gamma", ["create", "--input", "-", ...more], { input });
      expect(code).toBe(64);
      expect(stderr.text).toContain("Add --wait");
    },
  );

  test("whose output is lost tells the id all the same", async () => {
    const lost = Object.assign(testIo().stdout, { flush: () => Promise.resolve(false) });
    const { stderr } = await onMock("gamma", ["create", "--input", "-", "--quiet"], { input, stdout: lost });
    expect(stderr.text).toMatch(/^Started \S+\. Wait for it with: genwait wait gamma /);
  });

  test("with --wait and --output ends with the file", async () => {
    const args = ["create", "--input", "-", "--wait", "--output", "made", "--json"];
    const { code, stdout } = await onMock("gamma", args, { input, fetch });
    expect(code).toBe(0);
    const { id, files } = JSON.parse(stdout.text) as { id: string; files: readonly object[] };
    const path = join(folder, "made", `${id}.pdf`);
    expect(files).toEqual([{ at: "/exportUrl", path }]);
    expect(await readFile(path, "latin1")).toMatch(/^%PDF/);
  });
});

const gone: typeof fetch = () => Promise.resolve(new Response("Expired", { status: 403 }));

describe("--output", () => {
  const sent: (readonly [string, Headers])[] = [];
  const counted: typeof fetch = (url, init) => {
    sent.push([String(url), new Headers(init?.headers)]);
    return fetch(url, init);
  };

  test("has every file of a job, without the key, and asks for none of them twice", async () => {
    const args = ["wait", "mock-items-3", "--output", "three", "--interval", "10ms"];
    vi.stubEnv("AFFOGATO_API_KEY", "secret");
    const facts = { fetch: counted, env: process.env };
    const first = await onMock("affogato", args, facts);
    expect(first.code).toBe(0);
    expect(await readdir(join(folder, "three"))).toHaveLength(3);
    expect(first.stdout.text.match(/^ {2}file {2}/gm)).toHaveLength(3);
    const again = await onMock("affogato", args, facts);
    expect(again.code).toBe(0);
    expect(sent).toHaveLength(3);
    for (const [url, headers] of sent) expect(url + JSON.stringify([...headers])).not.toContain("secret");
  });

  test("that cannot be had makes the code 5, and the command goes on with the job", async () => {
    const { code, stderr } = await onMock(
      "affogato",
      ["wait", "mock-items-2", "--output", "none", "--interval", "10ms"],
      { fetch: gone },
    );
    expect(code).toBe(5);
    expect(stderr.text).toContain("the response is 403, perhaps it has expired");
    expect(stderr.text).toContain("To go on: genwait wait affogato mock-items-2");
  });

  test("for a job that declares no files is refused", async () => {
    const { code, stderr } = await onMock("affogato", ["wait", "x", "--job", "generationStatus", "--output", "none"]);
    expect(code).toBe(64);
    expect(stderr.text).toContain("declares no files of a generationStatus");
  });
});

describe("--open", () => {
  test("opens the result", async () => {
    const opened: string[] = [];
    const open = async (address: string): Promise<void> => void opened.push(address);
    await onMock("gamma", ["wait", "mock-instant-open", "--open"], { open });
    expect(opened).toEqual([expect.stringMatching(/^https:\/\//)]);
  });

  test("where there is no browser tells the address", async () => {
    const { code, stderr } = await onMock("gamma", ["wait", "mock-instant-open", "--open"]);
    expect(code).toBe(0);
    expect(stderr.text).toMatch(/There is no browser here\. The result is at https:/);
  });

  test("of several jobs is refused", async () => {
    expect((await onMock("gamma", ["wait", "mock-instant", "mock-failed", "--open"])).code).toBe(64);
  });
});

test("Ctrl-C with many jobs is two lines: what goes on, and one command for all of it", async () => {
  const ids = Array.from({ length: 20 }, (_, index) => `mock-never-${index}`);
  const { code, stderr } = await onMock("gamma", ["wait", ...ids, "--quiet"], { signal: AbortSignal.abort() });
  expect(code).toBe(130);
  const [first, second, ...rest] = stderr.text.trimEnd().split("\n");
  expect(first).toBe("Interrupted. 20 jobs of gamma go on, and may be billed.");
  expect(second).toMatch(new RegExp(`^To go on: genwait wait gamma ${ids.join(" ")} --base-url `));
  expect(rest).toEqual([]);
});

describe("a process", () => {
  const main = fileURLToPath(new URL("main.ts", import.meta.url));
  const start = (...args: readonly string[]) =>
    spawn(process.execPath, ["--conditions=@genwait/source", main, ...args], { stdio: ["ignore", "pipe", "pipe"] });

  test("whose stdout is closed says so in a code of its own, without a stack", async () => {
    const child = start("wait", "gamma", "mock-instant", "--base-url", mocks.url("gamma"));
    child.stdout.destroy();
    const [[code], stderr] = await Promise.all([once(child, "close"), text(child.stderr)]);
    expect(code).toBe(74);
    expect(stderr).toContain("The output is lost: nobody reads it any more.");
    expect(stderr).toMatch(/To go on: .*genwait wait gamma mock-instant/);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test
    .skipIf(!existsSync("/dev/full"))
    .each([
      ["--version"],
      ["help"],
      ["help", "wait"],
      ["completion", "zsh"],
      ["demo", "--speed", "50"],
      ["status", "gamma", "mock-instant", "--base-url", "MOCK"],
      ["wait", "gamma", "mock-instant", "--base-url", "MOCK", "--json"],
      ["mock", "gamma", "--port", "0"],
    ])(
    "whose disk is full says so in one sentence, whatever it was asked for (where there is a /dev/full): %s %s",
    async (...args) => {
      const full = await open("/dev/full", "w");
      const words = args.map((word) => (word === "MOCK" ? mocks.url("gamma") : word));
      const child = spawn(process.execPath, ["--conditions=@genwait/source", main, ...words], {
        stdio: ["ignore", full.fd, "pipe"],
      });
      const [[code], stderr] = await Promise.all([once(child, "close"), text(child.stderr ?? Readable.from([]))]);
      await full.close();
      expect(code).toBe(74);
      expect(stderr.match(/The output is lost: ENOSPC/g)).toHaveLength(1);
      expect(stderr).not.toMatch(/^\s+at /m);
    },
  );

  test("whose stderr is closed ends as its job did", async () => {
    const child = start("wait", "gamma", "mock-instant", "mock-instant-1", "--base-url", mocks.url("gamma"));
    child.stderr.destroy();
    const [[code], stdout] = await Promise.all([once(child, "close"), text(child.stdout)]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^succeeded /);
  });
});
