import { afterEach, expect, it, vi } from "vitest";

import { Service, taskClient } from "./fixtures/service.ts";
import { describeStores } from "./fixtures/test-store.ts";
import { createWaits, type Waits, type WaitsOptions } from "./waits.ts";

const timeout = 20_000;
const hook = "https://hooks.test/secret-path?token=secret";

const resolve = async (): Promise<never> => Promise.reject(new Error("no such host"));

describeStores("the overview for operators", (database) => {
  const opened: Waits[] = [];
  let schema = "";

  const open = async (options: Partial<WaitsOptions> = {}): Promise<Waits> => {
    schema = database().nextSchema();
    const waits = await createWaits({ store: database().pool, schema, webhooks: { secret: "secret" }, ...options });
    opened.push(waits);
    return waits;
  };

  afterEach(async () => {
    await Promise.all(opened.splice(0).map((waits) => waits.close()));
  });

  it("tells what is open, who works, what ended and what is owed", async () => {
    const service = new Service();
    const client = taskClient(service, { intervalMs: 60_000, account: "acme" });
    const waits = await open({
      clients: [client],
      rateLimits: { tasks: { requestsPerSecond: 100 } },
      webhooks: { secret: "secret", resolve },
    });
    service.job("a");
    service.job("b", Infinity);
    const orphan = await waits.add(taskClient(service, { api: "unknown" }).task("c"), { timeoutMs: Infinity });
    const worker = waits.work({ name: "one" });
    const done = await waits.add(client.task("a"), { key: "order-1", webhook: hook });
    const running = await waits.add(client.task("b"), { webhook: hook, data: "private" });
    await done.result();
    await waits.stop((await waits.add(client.task("b"), { key: "another" })).id);
    await vi.waitFor(async () => {
      const overview = await waits.overview();
      expect(overview).toMatchObject({
        atMs: expect.any(Number),
        waits: {
          open: 2,
          unpolled: 1,
          problems: { "no client": 1 },
          list: [
            { id: orphan.id, api: "unknown", job: "task", jobId: "c", wasPolled: false, problem: "no client" },
            { id: running.id, account: "acme", wasPolled: true, webhookOrigin: "https://hooks.test" },
          ],
        },
        results: {
          lastCursor: "2",
          lastHour: { succeeded: 1, stopped: 1 },
          list: [
            { cursor: "2", phase: "stopped", key: "another", message: "the wait was stopped" },
            { cursor: "1", phase: "succeeded", jobId: "a", account: "acme", key: "order-1", waitId: done.id },
          ],
        },
        intents: { open: 0, list: [] },
        shards: { count: 64, leased: 64 },
        workers: [{ id: worker.id, name: "one", isLive: true, waits: 1, shards: worker.shards }],
        rateLimits: [
          { api: "tasks", baseUrl: "https://tasks.test", account: "acme", requestsPerSecond: 100, aheadMs: 0 },
        ],
        deliveries: {
          queued: 0,
          retrying: 1,
          dead: 0,
          deliveredLastHour: 0,
          list: [
            {
              waitId: done.id,
              state: "retry",
              origin: "https://hooks.test",
              tries: 0,
              nextAtMs: expect.any(Number),
              message: "no such host",
            },
          ],
          disabledEndpoints: [],
        },
      });
      expect(overview.waits.list[0]).not.toHaveProperty("deadlineAtMs");
      expect(overview.waits.list[1]?.deadlineAtMs).toBeGreaterThan(overview.atMs);
    }, timeout);
    expect(JSON.stringify(await waits.overview())).not.toMatch(/secret|private/);
  });

  it("lists no more than it is asked for, and with 0 only counts", async () => {
    const client = taskClient(new Service());
    const waits = await open();
    const ids: string[] = [];
    for (const id of ["a", "b", "c"]) ids.push((await waits.add(client.task(id))).id);
    expect((await waits.overview({ limit: 2 })).waits.list.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    const counted = await waits.overview({ limit: 0 });
    expect([counted.waits.open, counted.waits.list]).toEqual([3, []]);
    expect(counted.waits.oldestUnpolledMs).toBeGreaterThan(0);
    await expect(waits.overview({ limit: -1 })).rejects.toThrow("limit is -1");
    await expect(waits.overview({ limit: Number.NaN })).rejects.toThrow("limit is NaN");
  });

  it("shows creates whose response is not known, whatever a service has written into its messages", async () => {
    const service = new Service();
    const client = taskClient(service);
    const waits = await open();
    service.onCreate = async () => {
      throw new Error("\0 <b>broken</b>");
    };
    await expect(waits.start(client, "startTask", { prompt: "private" }, { key: "k" })).rejects.toThrow("broken");
    const { intents } = await waits.overview();
    expect(intents).toMatchObject({ open: 1, list: [{ state: "unknown", key: "k", operation: "startTask" }] });
    expect(JSON.stringify(intents)).not.toContain("private");
  });
});
