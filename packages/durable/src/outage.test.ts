import { afterEach, expect, it, vi } from "vitest";

import { Service, taskClient } from "./fixtures/service.ts";
import { TcpProxy } from "./fixtures/tcp-proxy.ts";
import { describePostgres } from "./fixtures/test-store.ts";
import { createWaits, type Waits } from "./waits.ts";

const timeout = { timeout: 60_000, interval: 50 };
const rate = 40;

describePostgres("a database that goes away", (database) => {
  let waits: Waits | undefined;
  let proxy: TcpProxy | undefined;

  afterEach(async () => {
    await proxy?.open();
    await waits?.close();
    await proxy?.refuse();
  });

  it.each([
    ["and refuses connections", "refuse"],
    ["and falls silent", "fallSilent"],
  ] as const)("%s stops the polls in time, and all go on by themselves", async (_, go) => {
    proxy = new TcpProxy(database().url ?? "");
    await proxy.open();
    const service = new Service();
    const client = taskClient(service, { intervalMs: 200 });
    const schema = database().nextSchema();
    waits = await createWaits({
      store: proxy.url,
      schema,
      clients: [client],
      rateLimits: { tasks: { requestsPerSecond: rate } },
    });
    const ids = Array.from({ length: 20 }, (__, n) => service.job(`job-${n}`, Infinity)).toSorted();
    for (const id of ids) await waits.add(client.task(id));
    const worker = waits.work();
    await vi.waitFor(() => expect([...service.jobs.values()].every(({ polls }) => polls > 1)).toBe(true), timeout);
    await proxy[go]();
    const goneAtMs = Date.now();
    await vi.waitFor(() => expect(worker.shards).toEqual([]), timeout);
    // Before pg-boss gives the leases to somebody else, ten seconds after the last touch.
    const lastMs = Math.max(...service.pollsAtMs);
    expect(lastMs - goneAtMs).toBeLessThan(8_500);
    const polls = service.pollsAtMs.length;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(service.pollsAtMs.length).toBe(polls);
    for (const job of service.jobs.values()) job.pendingPolls = 0;
    // The rest of the minute passes by the database's clock.
    await database().pool.query(
      `UPDATE ${schema}_queue.job SET heartbeat_on = heartbeat_on - interval '1 minute' WHERE name = 'shard'`,
    );
    await proxy.open();
    const opened = waits;
    await vi.waitFor(async () => expect(await opened.find({ open: true })).toEqual([]), timeout);
    const told: string[] = [];
    for await (const { jobId, phase } of waits.results()) if (phase === "succeeded") told.push(jobId);
    expect(told.toSorted()).toEqual(ids);
    const times = service.pollsAtMs;
    const most = Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 1000).length));
    expect(most).toBeLessThanOrEqual(rate + 2);
  });
});
