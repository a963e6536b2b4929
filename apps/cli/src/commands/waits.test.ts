import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createWaits, type Waits } from "@genwait/durable";
import { type MockServer, startMockServer } from "@genwait/mock-server";
import { Ajv } from "ajv";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import schema from "../../json-line.schema.json" with { type: "json" };
import { type ExitCode, OutputLostError } from "../exit-code.ts";
import { startRefusingPostgres } from "../fixtures/auth-refusal.ts";
import { runProcess } from "../fixtures/cli-process.ts";
import { testIo, type TestIo } from "../fixtures/test-io.ts";
import { builtInApis } from "../load-api.ts";
import { loadMocks } from "../mock-sources.ts";
import { run } from "../run.ts";

let folder = "";
let mocks: MockServer;
/** Owns the folder for the whole file: each command is a guest, as in a second terminal. */
let waits: Waits;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "genwait-waits-"));
  const loaded = await loadMocks(builtInApis());
  mocks = await startMockServer({ apis: loaded.map(({ source }) => source), limits: false, speed: 1e4 });
  waits = await createWaits({ store: join(folder, ".genwait") });
});
afterAll(async () => {
  await waits.close();
  await mocks.close();
  await rm(folder, { recursive: true, force: true });
});

type Facts = Parameters<typeof testIo>[0];

const genwait = async (args: readonly string[], facts: Facts = {}): Promise<TestIo & { readonly code: ExitCode }> => {
  const io = testIo({ cwd: folder, ...facts });
  return { ...io, code: await run(args, io) };
};

const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);

/** The lines of `--json`, each of the one shape. */
const linesOf = (text: string): readonly Record<string, unknown>[] =>
  text
    .split("\n")
    .filter(Boolean)
    .map((line) => {
      const value = JSON.parse(line) as Record<string, unknown>;
      validate(value);
      expect(validate.errors ?? []).toEqual([]);
      return value;
    });

const add = (...args: readonly string[]) => genwait(["waits", "add", ...args, "--base-url", mocks.url("gamma")]);

const body = '{"inputText":"Tea","exportAs":"pdf"}';

const create = (args: readonly string[], input = body) =>
  genwait(["create", "gamma", "--input", "-", "--durable", "--base-url", mocks.url("gamma"), ...args], { input });

describe("waits", () => {
  test("are added, listed, shown, woken and stopped, in lines of one shape", async () => {
    const added = await add(
      "gamma",
      "mock-never-1",
      "mock-never-2",
      "--key",
      "order-1",
      "--data",
      '{"user":7}',
      "--json",
    );
    expect(added.code).toBe(0);
    const [first, second] = linesOf(added.stdout.text);
    expect(first).toMatchObject({
      api: "gamma",
      id: "mock-never-1",
      phase: "pending",
      wait: { isOpen: true, data: { user: 7 } },
    });
    const listed = await genwait(["waits", "list", "gamma", "--open", "--key", "order-1", "--json"]);
    expect(linesOf(listed.stdout.text).map(({ id }) => id)).toEqual(["mock-never-1", "mock-never-2"]);
    const [, id = ""] = /"wait":\{"id":"([^"]+)"/.exec(JSON.stringify(second)) ?? [];
    expect((await genwait(["waits", "wake", id])).stdout.text).toBe(`${id} is polled now\n`);
    const stopped = await genwait(["waits", "stop", id, "--json"]);
    expect(stopped.code).toBe(0);
    expect(linesOf(stopped.stdout.text)).toMatchObject([
      { id: "mock-never-2", phase: "unknown", error: { kind: "aborted" }, wait: { isOpen: false, phase: "stopped" } },
    ]);
    const shown = await genwait(["waits", "show", "mock-never-1", id, "--json"]);
    expect(shown.code).toBe(3);
    expect(linesOf(shown.stdout.text).map(({ phase }) => phase)).toEqual(["pending", "unknown"]);
    await genwait(["waits", "stop", "mock-never-1"]);
    expect((await genwait(["waits", "stop", id])).stderr.text).toContain("had ended before");
  });

  test("that nobody knows are refused, and the others done", async () => {
    await add("gamma", "mock-never-3");
    const unknown = "0199a3c1-0000-7000-8000-000000000000";
    for (const word of ["show", "stop", "wake"]) {
      const { code, stderr, stdout } = await genwait(["waits", word, unknown, "mock-never-3"]);
      expect({ code, is: stdout.text !== "" }).toEqual({ code: 4, is: true });
      expect(stderr.text).toContain(`There is no wait ${unknown}, and none for a job of that id.`);
    }
    const dropped = await genwait(["waits", "drop", unknown, "x"]);
    expect(dropped).toMatchObject({ code: 4, stderr: { text: expect.stringContaining("There is no create x") } });
  });

  test("of one job id at two services are told apart by their own ids only", async () => {
    await add("gamma", "mock-never-4");
    await genwait(["waits", "add", "gamma", "mock-never-4", "--account", "acme", "--base-url", mocks.url("gamma")]);
    const { code, stderr } = await genwait(["waits", "stop", "mock-never-4"]);
    expect(code).toBe(64);
    expect(stderr.text).toMatch(
      /Several services or accounts have a job mock-never-4\. Give the id of the wait: [\da-f-]+, [\da-f-]+\./,
    );
    expect(await waits.find({ jobId: "mock-never-4", open: true })).toHaveLength(2);
    for (const { id } of await waits.find({ open: true })) await waits.stop(id);
  });

  test("show text that nobody wrote here on one line", async () => {
    await add("gamma", "mock-never-5", "--key", "a\u001B[2J\nsucceeded");
    const { stdout } = await genwait(["waits", "list", "--open"]);
    expect(stdout.text).toMatch(/^open {2}[^\p{Cc}]*\n$/u);
    const json = await genwait(["waits", "list", "--open", "--json"]);
    expect(json.stdout.text).toMatch(/^[^\p{Cc}]*\n$/u);
    expect(linesOf(json.stdout.text)).toMatchObject([{ wait: { key: "a\u001B[2J\nsucceeded" } }]);
    await genwait(["waits", "stop", "mock-never-5"]);
  });
});

describe("results", () => {
  test("are told in their order, behind a cursor, and as they come until somebody stops it", async () => {
    const before = await genwait(["waits", "results", "--json"]);
    const last = linesOf(before.stdout.text).at(-1)?.["wait"] as { cursor: string };
    const over = new AbortController();
    const following = genwait(["waits", "results", "--follow", "--after", last.cursor, "--json"], {
      signal: over.signal,
    });
    await add("gamma", "mock-never-6", "mock-never-7");
    for (const id of ["mock-never-6", "mock-never-7"]) await genwait(["waits", "stop", id]);
    const now = await genwait(["waits", "results", "--after", last.cursor, "--json"]);
    expect(linesOf(now.stdout.text).map(({ id }) => id)).toEqual(["mock-never-6", "mock-never-7"]);
    const seen = new Set<unknown>();
    for await (const result of waits.results({ after: last.cursor, follow: true })) {
      seen.add(result.jobId);
      if (seen.size === 2) break;
    }
    // What it has printed by then is told with the cursor to go on behind.
    over.abort();
    const { code, stdout, stderr } = await following;
    expect(code).toBe(130);
    const printed = linesOf(stdout.text).map(({ wait }) => wait as { cursor: string });
    const goOn = /--after (\d+)/.exec(stderr.text)?.[1];
    expect(goOn).toBe(printed.at(-1)?.cursor ?? last.cursor);
  });

  test("that nobody reads any more are not behind the cursor to go on with", async () => {
    const { results } = await waits.overview({ limit: 0 });
    const before = String(Number(results.lastCursor) - 1);
    const over = new AbortController();
    const lost = Object.assign(testIo().stdout, {
      flush: () => {
        over.abort(new OutputLostError("The output is lost: nobody reads it any more."));
        return Promise.resolve(false);
      },
    });
    const { code, stderr } = await genwait(["waits", "results", "--after", before], {
      stdout: lost,
      signal: over.signal,
    });
    expect({ code, text: stderr.text }).toEqual({
      code: 74,
      text: `The output is lost: nobody reads it any more. To go on: genwait waits results --after ${before}\n`,
    });
  });

  test("behind what is no cursor are refused", async () => {
    expect(await genwait(["waits", "results", "--after", "x"])).toMatchObject({ code: 64 });
  });

  test("are forgotten by a purge, and a cursor behind them says so", async () => {
    await add("gamma", "mock-never-8");
    await genwait(["waits", "stop", "mock-never-8"]);
    const purged = await genwait(["waits", "purge", "--older-than", "0s"]);
    expect(purged.stdout.text).toMatch(/^[1-9]\d*\n$/);
    expect(await genwait(["waits", "results", "--after", "1"])).toMatchObject({
      code: 4,
      stderr: { text: expect.stringContaining("have been purged") },
    });
  });
});

describe("create --durable", () => {
  test("starts a job once for a key, keeps it, and says that nobody polls", async () => {
    const first = await create(["--key", "k-1"]);
    expect(first.code).toBe(0);
    const id = first.stdout.text.trimEnd();
    expect(first.stderr.text).toContain(`Started ${id}. It is kept in ${join(folder, ".genwait")} as `);
    expect(first.stderr.text).toContain("No worker polls this store yet. Start one: genwait worker");
    const again = await create(["--key", "k-1", "--json"]);
    expect(linesOf(again.stdout.text)).toMatchObject([{ id, wait: { key: "k-1" } }]);
    expect(again.stderr.text).toContain(`Started before: ${id}.`);
    const other = await create(["--key", "k-1", "--json"], '{"inputText":"Coffee"}');
    expect(other.code).toBe(4);
    expect(linesOf(other.stdout.text)).toMatchObject([
      { id: null, phase: "unknown", error: { kind: "store", reason: "key-conflict" } },
    ]);
    expect(mocks.requests.list().filter(({ method }) => method === "POST")).toHaveLength(1);
  });

  test("that the service refuses leaves nothing, and one whose response is lost is shown until it is dropped", async () => {
    const refused = await create(["--key", "k-2"], '{"inputText":""}');
    expect(refused).toMatchObject({ code: 4, stderr: { text: expect.stringContaining("400") } });
    expect(await waits.intents()).toEqual([]);
    mocks.faults.add({ is: "reset", on: "create" }, { api: "gamma", times: 1 });
    const lost = await create(["--key", "k-2"]);
    expect(lost.code).toBe(5);
    const again = await create(["--key", "k-2"]);
    expect(again).toMatchObject({ code: 4, stderr: { text: expect.stringContaining("genwait waits drop ") } });
    const listed = await genwait(["waits", "list"]);
    const [, intent = ""] = /genwait waits drop ([\da-f-]+)\./.exec(listed.stderr.text) ?? [];
    expect(listed.stderr.text).toContain('startGeneration key "k-2"');
    expect(await genwait(["waits", "drop", intent])).toMatchObject({ code: 0 });
    expect(await create(["--key", "k-2"])).toMatchObject({ code: 0 });
  });

  test.each([
    [["--durable", "--output", "here", "--wait"], "--output does not go with --durable"],
    [["--key", "a"], "Add --durable"],
    [["--store", "x"], "Add --durable"],
    [["--durable", "--data", "{"], "--data is no JSON"],
    [["--durable", "--account", "a b"], "Give letters, digits and _"],
    [["--durable", "--webhook", "https://app.example"], "GENWAIT_WEBHOOK_SECRET"],
    [["--durable", "--store", "mysql://u:secret@h/db"], "store must be a folder"],
  ])("with %j is refused before it is billed", async (args, words) => {
    const count = mocks.requests.list().length;
    const { code, stderr } = await genwait(
      ["create", "gamma", "--input", "-", "--base-url", mocks.url("gamma"), ...args],
      { input: body },
    );
    expect({ code, text: stderr.text }).toEqual({ code: 64, text: expect.stringContaining(words) });
    expect(stderr.text).not.toContain("secret@");
    expect(mocks.requests.list()).toHaveLength(count);
  });

  test("to an address that may not be called is refused before it is billed", async () => {
    const env = { GENWAIT_WEBHOOK_SECRET: "whsec_c2VjcmV0" };
    const args = ["create", "gamma", "--input", "-", "--durable", "--base-url", mocks.url("gamma"), "--webhook"];
    const count = mocks.requests.list().length;
    const refused = await genwait([...args, "http://169.254.169.254/"], { input: body, env });
    expect(refused).toMatchObject({ code: 64, stderr: { text: expect.stringContaining("it is not https") } });
    expect(mocks.requests.list()).toHaveLength(count);
  });
});

describe("a store", () => {
  test("that is not there is not made by whoever only looks", async () => {
    for (const args of [["list"], ["results"], ["show", "x"], ["purge"], ["redeliver"]]) {
      const { code, stderr } = await genwait(["waits", ...args, "--store", "typo"]);
      expect({ code, text: stderr.text }).toEqual({ code: 64, text: expect.stringContaining("There is no store in ") });
    }
    expect(await readdir(folder)).not.toContain("typo");
  });

  test("is not made in a folder that has files of something else", async () => {
    const project = join(folder, "project");
    await mkdir(project);
    await writeFile(join(project, "package.json"), "{}");
    const { code, stderr } = await genwait(["waits", "add", "gamma", "x", "--store", "project"]);
    expect({ code, text: stderr.text }).toEqual({ code: 5, text: expect.stringContaining("files of something else") });
    expect(await readdir(project)).toEqual(["package.json"]);
  });

  test("that does not answer, or refuses a password, is told without the password", async () => {
    const server = await startRefusingPostgres("s3cr3t/word");
    const url = `postgres://ada:s3cr3t%2Fword@127.0.0.1:${server.port}/app`;
    const refused = await genwait(["waits", "list"], { env: { GENWAIT_STORE: url } });
    server.close();
    expect(refused.code).toBe(5);
    expect(refused.stderr.text).toContain(`postgres://127.0.0.1:${server.port}/app refused the password`);
    const gone = await genwait(["worker", "--store", `${url}?password=s3cr3t/word`]);
    expect(gone).toMatchObject({
      code: 5,
      stderr: { text: expect.stringContaining("nothing answers at postgres://") },
    });
    const broken = await genwait(["waits", "list", "--store", "postgres://ada:s3cr3t/word@[::1/app"]);
    expect(broken.code).toBe(64);
    for (const { stderr } of [refused, gone, broken]) expect(stderr.text).not.toMatch(/s3cr3t/);
  });

  test("has its statements printed without being opened", async () => {
    const { code, stdout } = await genwait(["waits", "migrate", "--print"]);
    expect(code).toBe(0);
    expect(stdout.text).toContain("CREATE TABLE genwait.wait (");
    expect(stdout.text).toContain("genwait_queue");
    const later = await genwait(["waits", "migrate", "--print", "--from", "1"]);
    expect(later.stdout.text).not.toContain("CREATE TABLE genwait.wait (");
    expect(await genwait(["waits", "migrate", "--from", "1"])).toMatchObject({ code: 64 });
    expect(await genwait(["waits", "migrate"])).toMatchObject({ code: 0 });
  });
});

test("the package is named where it is not installed", async () => {
  const without = `import { registerHooks } from "node:module";
registerHooks({ resolve: (name, context, next) => {
  if (name !== "@genwait/durable") return next(name, context);
  throw Object.assign(new Error("Cannot find package '@genwait/durable' imported from here"), { code: "ERR_MODULE_NOT_FOUND" });
} });`;
  const nodeArguments = ["--import", `data:text/javascript,${encodeURIComponent(without)}`];
  const cwd = await mkdtemp(join(tmpdir(), "genwait-without-"));
  for (const args of [["waits", "list"], ["worker"], ["waits", "migrate", "--print"]]) {
    const { code, stdout, stderr } = await runProcess(args, { cwd, nodeArguments });
    expect({ code, stdout }).toEqual({ code: 64, stdout: "" });
    expect(stderr).toBe(
      "Durable waits are a package of their own, which is not installed: npm install @genwait/durable (with --global where genwait is installed so).\n",
    );
  }
  expect(await readdir(cwd)).toEqual([]);
  const help = await runProcess(["waits", "--help"], { cwd, nodeArguments });
  expect(help).toMatchObject({ code: 0, stdout: expect.stringContaining("genwait waits") });
  await rm(cwd, { recursive: true });
});
