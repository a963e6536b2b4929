import { afterEach, expect, it, vi } from "vitest";

import { failure, Service, taskClient } from "./fixtures/service.ts";
import { describeStores } from "./fixtures/test-store.ts";
import { createWaits, type Waits, type WaitsOptions } from "./waits.ts";

const all = async (waits: Waits, after?: string): Promise<{ id: string; phase: string; cursor: string }[]> => {
  const found = [];
  for await (const { jobId: id, phase, cursor } of waits.results({ after })) found.push({ id, phase, cursor });
  return found;
};

describeStores("durable waits", (database) => {
  const opened: Waits[] = [];
  let schema = "";

  const open = async (options: Partial<WaitsOptions> = {}, isNew = true): Promise<Waits> => {
    if (isNew) schema = database().nextSchema();
    const waits = await createWaits({ store: database().pool, schema, ...options });
    opened.push(waits);
    return waits;
  };

  afterEach(async () => {
    await Promise.all(opened.splice(0).map((waits) => waits.close()));
  });

  it("stores a started job with its wait, and gives its result", async () => {
    const service = new Service();
    const client = taskClient(service);
    const waits = await open({ clients: [client] });
    const { job, wait, isNew } = await waits.start(
      client,
      "startTask",
      { prompt: "a", pendingPolls: 2 },
      { data: { userId: 7 } },
    );
    expect([job.id, isNew, wait.isOpen, wait.job.id]).toEqual(["task-1", true, true, "task-1"]);
    waits.work();
    const result = await wait.result();
    expect(result).toMatchObject({
      phase: "succeeded",
      state: { body: { url: "https://files.test/task-1" } },
      data: { userId: 7 },
      jobId: "task-1",
    });
    expect(service.jobs.get("task-1")?.polls).toBe(3);
    expect(await waits.find({ open: true })).toEqual([]);
    expect(await all(waits)).toEqual([{ id: "task-1", phase: "succeeded", cursor: result.cursor }]);
  });

  it("gives the same wait for the same job, and another for other data", async () => {
    const client = taskClient(new Service());
    const waits = await open();
    const first = await waits.add(client.task("a"), { timeoutMs: 1_000_000 });
    const second = await waits.add(client.task("a"), { timeoutMs: 1_000 });
    const third = await waits.add(client.task("a"), { data: { userId: 1 } });
    expect(second.id).toBe(first.id);
    expect(third.id).not.toBe(first.id);
    expect(await waits.find({ open: true, api: "tasks" })).toHaveLength(2);
    expect(await waits.find({ jobId: "b" })).toEqual([]);
  });

  it("reads results behind a cursor, each once, in order", async () => {
    const service = new Service();
    const client = taskClient(service);
    const waits = await open({ clients: [client] });
    waits.work();
    for (const id of ["a", "b", "c"]) {
      service.job(id);
      await (await waits.add(client.task(id))).result();
    }
    const found = await all(waits);
    expect(found.map(({ id }) => id)).toEqual(["a", "b", "c"]);
    expect((await all(waits, found[1]?.cursor)).map(({ id }) => id)).toEqual(["c"]);
    expect(await all(waits, found[2]?.cursor)).toEqual([]);
  });

  it("follows results as they come until its signal", async () => {
    const service = new Service();
    const client = taskClient(service);
    const waits = await open({ clients: [client] });
    waits.work();
    const abort = new AbortController();
    const seen: string[] = [];
    const following = (async () => {
      for await (const { jobId } of waits.results({ follow: true, signal: abort.signal })) {
        seen.push(jobId);
        if (seen.length === 2) abort.abort();
      }
    })();
    service.job("a");
    service.job("b");
    await waits.add(client.task("a"));
    await waits.add(client.task("b"));
    await following;
    expect(seen.toSorted()).toEqual(["a", "b"]);
  });

  it("gives the result of a job that has ended at once, and polls no more for it", async () => {
    const service = new Service();
    const client = taskClient(service);
    const waits = await open({ clients: [client] });
    waits.work();
    service.job("a", 0, { phase: "failed", body: {}, failure: { kind: "error", status: "failed" } });
    const first = await (await waits.add(client.task("a"))).result();
    expect(first.phase).toBe("failed");
    const again = await waits.add(client.task("a"));
    expect([again.isOpen, again.phase]).toEqual([false, "failed"]);
    expect((await again.result()).cursor).toBe(first.cursor);
    expect(service.jobs.get("a")?.polls).toBe(1);
  });

  it("ends a wait at its deadline with one more poll, and opens it again when it is added again", async () => {
    const service = new Service();
    const client = taskClient(service);
    const waits = await open({ clients: [client] });
    service.job("a", 1);
    const wait = await waits.add(client.task("a"), { timeoutMs: 0 });
    waits.work();
    const first = await wait.result();
    expect(first).toMatchObject({ phase: "timeout", failure: { lastState: { phase: "pending" } } });
    expect(service.jobs.get("a")?.polls).toBe(1);
    const again = await waits.add(client.task("a"), { timeoutMs: 60_000 });
    expect(again.id).toBe(wait.id);
    const second = await again.result();
    expect(second.phase).toBe("succeeded");
    expect((await all(waits)).map(({ phase }) => phase)).toEqual(["timeout", "succeeded"]);
  });

  it("stops a wait and not its job, and tells so as a result", async () => {
    const service = new Service();
    const client = taskClient(service);
    const waits = await open({ clients: [client] });
    waits.work();
    service.job("a", Infinity);
    const wait = await waits.add(client.task("a"));
    await vi.waitFor(() => expect(service.jobs.get("a")?.polls).toBeGreaterThan(1), 10_000);
    expect(await waits.stop(wait.id)).toBe(true);
    expect(await waits.stop(wait.id)).toBe(false);
    expect(await wait.result()).toMatchObject({ phase: "stopped" });
    await vi.waitFor(async () => {
      const polls = service.jobs.get("a")?.polls;
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(service.jobs.get("a")?.polls).toBe(polls);
    }, 10_000);
  });

  it("polls at once when it is woken", async () => {
    const service = new Service();
    const client = taskClient(service, { intervalMs: 3_600_000, timeoutMs: 7_200_000 });
    const waits = await open({ clients: [client] });
    waits.work();
    service.job("a", 1);
    const wait = await waits.add(client.task("a"));
    await vi.waitFor(() => expect(service.jobs.get("a")?.polls).toBe(1), 10_000);
    expect(await waits.wake({ api: "tasks", jobId: "a" })).toBe(1);
    expect((await wait.result()).phase).toBe("succeeded");
    expect(await waits.wake({ api: "tasks", jobId: "a" })).toBe(0);
  });

  it("keeps a wait open that has no client, says so, and polls it with the client of another worker", async () => {
    const service = new Service();
    const client = taskClient(service);
    const waits = await open({ clients: [] });
    service.job("a");
    const wait = await waits.add(client.task("a"));
    const worker = waits.work();
    await vi.waitFor(async () => expect((await waits.get(wait.id))?.problem).toBe("no client"), 10_000);
    await worker.stop();
    const better = await open({ clients: [client] }, false);
    better.work();
    expect((await wait.result()).phase).toBe("succeeded");
    expect((await better.get(wait.id))?.problem).toBe(undefined);
  });

  it("keeps two accounts with one key and one id apart, and gives no account the job of another", async () => {
    const service = new Service();
    const clients = ["acme", "other"].map((account) => taskClient(service, { account }));
    const waits = await open({ clients });
    waits.work();
    const started = [];
    for (const client of clients) started.push(await waits.start(client, "startTask", { prompt: "a" }, { key: "k" }));
    expect(new Set(started.map(({ wait }) => wait.id)).size).toBe(2);
    const added = await Promise.all(clients.map((client) => waits.add(client.task("same"), { timeoutMs: 0 })));
    const results = await Promise.all([...started.map(({ wait }) => wait), ...added].map((wait) => wait.result()));
    expect(results.map(({ account }) => account)).toEqual(["acme", "other", "acme", "other"]);
    expect((await waits.find({ account: "acme" })).map(({ job }) => job.account)).toEqual(["acme", "acme"]);
  });

  it("keeps two APIs with one method, one key and one input apart", async () => {
    const clients = ["tasks", "other"].map((api) => taskClient(new Service(), { api }));
    const waits = await open({ clients });
    waits.work();
    const start = () => clients.map((client) => waits.start(client, "startTask", { prompt: "a" }, { key: "k" }));
    const started = [...(await Promise.all(start())), ...(await Promise.all(start()))];
    expect(started.map(({ job, isNew }) => [job.api, isNew])).toEqual([
      ["tasks", true],
      ["other", true],
      ["tasks", false],
      ["other", false],
    ]);
  });

  it("polls two accounts with one id each with its own client", async () => {
    const service = new Service();
    service.job("a", 2);
    const asked: string[] = [];
    service.onPoll = async (_, account) => void asked.push(account);
    const acme = taskClient(service, { account: "acme" });
    const other = taskClient(service, { account: "other" });
    const waits = await open({ clients: async ({ account }) => (account === "acme" ? acme : other) });
    waits.work();
    const results = await Promise.all(
      [acme, other].map(async (client) => (await waits.add(client.task("a"))).result()),
    );
    expect(results.map(({ account }) => account)).toEqual(["acme", "other"]);
    expect(new Set(asked)).toEqual(new Set(["acme", "other"]));
  });

  it("adds a wait in a transaction of the caller's own", async () => {
    const client = taskClient(new Service());
    const waits = await open();
    const transaction = await database().pool.connect();
    await transaction.query("BEGIN");
    const wait = await waits.add(client.task("a"), { db: transaction });
    await transaction.query("ROLLBACK");
    expect(await waits.get(wait.id)).toBe(undefined);
    await transaction.query("BEGIN");
    const kept = await waits.add(client.task("b"), {
      db: { executeSql: (text, values) => transaction.query(text, values) },
    });
    await transaction.query("COMMIT");
    transaction.release();
    expect((await waits.get(kept.id))?.job.id).toBe("b");
  });

  it("keeps texts of a service whatever is in them", async () => {
    const service = new Service();
    const client = taskClient(service);
    const waits = await open({ clients: [client] });
    waits.work();
    const body = { text: "\0 \u{d800} \\u0000 'quoted' \"; DROP TABLE wait" };
    service.job("a'; --", 0, { phase: "succeeded", body });
    const result = await (await waits.add(client.task("a'; --"), { data: body })).result();
    expect(result).toMatchObject({ jobId: "a'; --", data: body, state: { body } });
  });

  it("sends a create once for a key, however often it is asked for", async () => {
    const service = new Service();
    const client = taskClient(service);
    const waits = await open({ clients: [client] });
    const other = await open({ clients: [client] }, false);
    const input = { prompt: "a", pendingPolls: 0 };
    const started = await Promise.all(
      [waits, waits, waits].map((each) => each.start(client, "startTask", input, { key: "order-1" })),
    );
    const later = await other.start(client, "startTask", { pendingPolls: 0, prompt: "a" }, { key: "order-1" });
    expect(new Set([...started, later].map(({ wait }) => wait.id)).size).toBe(1);
    expect([...started, later].filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(service.creates).toHaveLength(1);
    await expect(waits.start(client, "startTask", { prompt: "b" }, { key: "order-1" })).rejects.toMatchObject({
      reason: "key-conflict",
    });
    await waits.start(client, "startTask", input);
    await waits.start(client, "startTask", input);
    expect(service.creates).toHaveLength(3);
    expect(await waits.intents()).toEqual([]);
  });

  it("forgets a create that is known to have started nothing, and remembers one that may have", async () => {
    const service = new Service();
    const client = taskClient(service);
    const waits = await open({ clients: [client] });
    service.onCreate = async () => {
      throw failure("rate-limited", { mayHaveStarted: false });
    };
    await expect(waits.start(client, "startTask", { prompt: "a" }, { key: "k" })).rejects.toMatchObject({
      kind: "rate-limited",
    });
    expect(await waits.intents()).toEqual([]);
    service.onCreate = async () => {
      throw failure("network", { mayHaveStarted: true });
    };
    await expect(waits.start(client, "startTask", { prompt: "a" }, { key: "k" })).rejects.toMatchObject({
      kind: "network",
    });
    service.onCreate = async () => {};
    const [intent] = await waits.intents();
    expect(intent).toMatchObject({ state: "unknown", key: "k", operation: "startTask" });
    await expect(waits.start(client, "startTask", { prompt: "a" }, { key: "k" })).rejects.toMatchObject({
      reason: "create-unknown",
      intentId: intent?.id,
      message: expect.stringContaining("may be running and billed"),
    });
    expect(service.creates).toHaveLength(2);
    expect(await waits.dropIntent(intent?.id ?? "")).toBe(true);
    await waits.start(client, "startTask", { prompt: "a" }, { key: "k" });
    expect(service.creates).toHaveLength(3);
  });

  it("purges results that are old, and refuses a cursor that stands before them", async () => {
    const service = new Service();
    const client = taskClient(service);
    const waits = await open({ clients: [client] });
    waits.work();
    for (const id of ["a", "b", "c"]) {
      service.job(id);
      await (await waits.add(client.task(id))).result();
    }
    const [first] = await all(waits);
    await database().pool.query(
      `UPDATE ${schema}.wait SET ended_at = ended_at - interval '31 days' WHERE job_id <> 'c'`,
    );
    await database().pool.query(
      `UPDATE ${schema}.result r SET ended_at = w.ended_at FROM ${schema}.wait w WHERE w.id = r.wait_id`,
    );
    expect(await waits.purge()).toBe(2);
    expect((await all(waits)).map(({ id }) => id)).toEqual(["c"]);
    await expect(all(waits, first?.cursor)).rejects.toMatchObject({ reason: "cursor-expired" });
  });

  it("keeps the key of a create for as long as its wait is there", async () => {
    const service = new Service();
    const client = taskClient(service, { timeoutMs: Infinity });
    const waits = await open();
    const start = (): ReturnType<typeof waits.start> =>
      waits.start(client, "startTask", { prompt: "a" }, { key: "k", timeoutMs: Infinity });
    const first = await start();
    await database().pool.query(`UPDATE ${schema}.intent SET responded_at = responded_at - interval '1 year'`);
    await waits.purge();
    expect((await start()).wait.id).toBe(first.wait.id);
    expect(service.creates).toHaveLength(1);
  });

  it("refuses what can never work at the door, by the name of the option", async () => {
    const client = taskClient(new Service());
    const waits = await open();
    const cyclic: { self?: unknown } = {};
    cyclic.self = cyclic;
    await expect(waits.add(client.task("a"), { timeoutMs: -1 })).rejects.toThrow("timeoutMs is -1");
    await expect(waits.add(client.task("a"), { intervalMs: Number.NaN })).rejects.toThrow("intervalMs is NaN");
    await expect(waits.add(client.task("a"), { data: cyclic })).rejects.toThrow("data cannot be written as JSON");
    await expect(waits.add(client.task("a\0b"))).rejects.toThrow("NUL");
    const named = taskClient(new Service(), { account: "a\0b" });
    await expect(waits.add(named.task("a"))).rejects.toThrow("account");
    await expect(waits.start(named, "startTask", { prompt: "a" })).rejects.toThrow("account");
    await expect(waits.add(client.task("a"), { webhook: "https://example.com/" })).rejects.toThrow("webhooks.secret");
    await expect(waits.wake({ api: "tasks" })).rejects.toThrow("waitId, or a jobId");
    expect([await waits.get("no id"), await waits.stop("no id")]).toEqual([undefined, false]);
    await expect(waits.find({ limit: 0 })).rejects.toThrow("limit is 0");
    await expect(all(waits, "x")).rejects.toThrow("cursor of a result");
    await expect(createWaits({ store: "" })).rejects.toThrow("store is empty");
    await expect(createWaits({ store: "mysql://x" })).rejects.toThrow("store must be");
    await expect(createWaits({ store: database().pool, schema: "a-b" })).rejects.toThrow("schema must be");
    await expect(createWaits({ store: "x", rateLimits: { a: { requestsPerSecond: 0 } } })).rejects.toThrow(
      "rateLimits.a",
    );
  });
});
