import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createWaits } from "@genwait/durable";
import { type MockServer, startMockServer } from "@genwait/mock-server";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { describePostgres } from "../../../../packages/durable/src/fixtures/test-store.ts";
import { CliProcess, runProcess } from "../fixtures/cli-process.ts";
import { builtInApis } from "../load-api.ts";
import { loadMocks } from "../mock-sources.ts";

// Real processes, on a machine that may be busy.
const patience = { timeout: 60_000, interval: 50 };
const slow = { timeout: 240_000 };

let mocks: MockServer;
/** A store that was opened once, to copy: what a first start takes is not tested each time. */
let prepared = "";
beforeAll(async () => {
  prepared = await mkdtemp(join(tmpdir(), "genwait-prepared-"));
  await (await createWaits({ store: prepared })).close();
  const loaded = await loadMocks(builtInApis());
  // A poll each few milliseconds of real time; how long a job takes is the test's to say.
  mocks = await startMockServer({ apis: loaded.map(({ source }) => source), limits: false });
});
afterAll(async () => {
  await mocks.close();
  await rm(prepared, { recursive: true, force: true });
});

let cwd = "";
let env: Record<string, string> = {};
const workers: CliProcess[] = [];
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), "genwait-worker-"));
  await cp(prepared, join(cwd, ".genwait"), { recursive: true });
  env = {};
});
const endWorkers = async (): Promise<void> => {
  for (const worker of workers) worker.kill("SIGKILL");
  await Promise.all(workers.splice(0).map((worker) => worker.ended()));
};
afterEach(async () => {
  await endWorkers();
  await rm(cwd, { recursive: true, force: true });
});

const genwait = (args: readonly string[], input = "") => runProcess(args, { cwd, env, input });

const startWorker = (...args: readonly string[]): CliProcess => {
  const worker = new CliProcess(["worker", ...args], { cwd, env });
  workers.push(worker);
  return worker;
};

/** Until a worker says that it holds shards and waits. */
const holds = (worker: CliProcess, words: RegExp): Promise<void> =>
  vi.waitFor(() => expect(worker.stderr).toMatch(words), patience);

const creates = (): number => mocks.requests.list().filter(({ method }) => method === "POST").length;

const createDurably = async (key: string): Promise<string> => {
  const args = ["create", "gamma", "--input", "-", "--durable", "--key", key, "--interval", "50ms", "--quiet"];
  const { code, stdout, stderr } = await genwait([...args, "--base-url", mocks.url("gamma")], '{"inputText":"Tea"}');
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout.trimEnd();
};

/** The same for a folder and for a database. */
const tests = (): void => {
  test("a worker is killed, another goes on, and nothing is started or told twice", slow, async () => {
    mocks.scenarios.setNext("never");
    const before = creates();
    const id = await createDurably("order-1");
    const first = startWorker();
    await vi.waitFor(() => expect(mocks.requests.list({ job: id }).length).toBeGreaterThan(2), patience);
    first.kill("SIGKILL");
    expect(await first.ended()).toBeNull();
    expect(await createDurably("order-1")).toBe(id);
    const second = startWorker();
    mocks.jobs.end(id, "succeeded");
    await holds(second, /1 result so far/);
    second.kill("SIGTERM");
    expect(await second.ended()).toBe(0);
    expect(second.stderr).toMatch(/Stopped: gave back \d+ shards? with 0 open waits, after 1 result\./);
    const results = await genwait(["waits", "results", "--json"]);
    expect(results.stdout.match(/"phase":"succeeded","attempts"/g)).toHaveLength(1);
    expect(results.stdout).toContain(`"id":"${id}"`);
    expect(creates() - before).toBe(1);
  });

  test("two share the shards, and one that is stopped says what it gave back to the other", slow, async () => {
    await genwait(["waits", "add", "gamma", "mock-never-1", "mock-never-2", "--base-url", mocks.url("gamma")]);
    const first = startWorker();
    await holds(first, /64 shards, 2 open waits/);
    const second = startWorker();
    await holds(second, /32 shards/);
    first.kill("SIGINT");
    expect(await first.ended()).toBe(0);
    expect(first.stderr).toMatch(/Stopped: gave back 32 shards with \d open waits?, after 0 results\./);
    await holds(second, /64 shards, 2 open waits/);
  });
};

describe("workers on one folder, in several terminals", () => {
  tests();
});

describePostgres("workers on one database, on several machines", (database) => {
  beforeEach(() => {
    // Nothing is kept in a password's place, but none may ever be shown.
    const url = new URL(database().url ?? "");
    url.password = "never-shown";
    env = { GENWAIT_STORE: url.href };
  });
  afterEach(async () => {
    for (const { stdout, stderr } of workers) expect(stdout + stderr).not.toContain("never-shown");
    await endWorkers();
    for (const schema of ["genwait", "genwait_queue"])
      await database().pool.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
  });
  tests();

  test("a database without a store is left as it is by whoever only looks", async () => {
    const { code, stderr } = await genwait(["waits", "list"]);
    expect(code).toBe(5);
    expect(stderr).toContain("has none in it yet");
    expect(stderr).not.toContain("never-shown");
    const { rows } = await database().pool.query("SELECT 1 FROM pg_namespace WHERE nspname LIKE 'genwait%'");
    expect(rows).toEqual([]);
  });
});

describe("a worker", () => {
  test("serves the operators' page, says whether it is well, and ends with it", slow, async () => {
    const worker = startWorker("--status-port", "0");
    await vi.waitFor(() => expect(worker.stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\n$/), patience);
    const url = worker.stdout.trimEnd();
    expect(await (await fetch(`${url}health`)).json()).toEqual({ status: "ok" });
    expect(await (await fetch(url)).text()).toContain("genwait <span>waits</span>");
    const taken = await genwait(["worker", "--status-port", new URL(url).port]);
    expect(taken).toMatchObject({ code: 64, stderr: expect.stringContaining("EADDRINUSE") });
    worker.kill("SIGTERM");
    expect(await worker.ended()).toBe(0);
    await expect(fetch(url)).rejects.toThrow("fetch failed");
  });

  test("without a key says which is missing, polls nothing, and loses nothing", slow, async () => {
    await genwait(["waits", "add", "gamma", "a-job"]);
    const worker = startWorker();
    await holds(worker, /There is no GAMMA_API_KEY: gamma cannot be polled/);
    worker.kill("SIGTERM");
    expect(await worker.ended()).toBe(0);
    const listed = await genwait(["waits", "list", "--open"]);
    expect(listed.stdout).toMatch(/^open {2}\S+ {2}gamma generation a-job: no client {2}/);
  });

  test.each([
    [["--rate", "gamma"], "--rate gamma makes no sense"],
    [["--rate", "gamma=0"], "--rate gamma=0 makes no sense"],
    [["--status-port", "70000"], "--status-port 70000 makes no sense"],
    [["--status-host", "0.0.0.0"], "Add --status-port"],
    [["--status-port", "0", "--status-host", "0.0.0.0"], "GENWAIT_STATUS_TOKEN"],
    [["--capacity", "0"], "--capacity 0 makes no sense"],
    [["--base-url", "ftp://u:secret@h"], "--base-url is no server's address"],
    [["gamma"], '"gamma" is one word too many'],
  ])("with %j is refused before it opens a store", async (args, words) => {
    const { code, stdout, stderr } = await genwait(["worker", ...args]);
    expect({ code, stdout, stderr }).toEqual({ code: 64, stdout: "", stderr: expect.stringContaining(words) });
    expect(stderr).not.toContain("secret");
  });
});
