import { systemClock } from "@genwait/lifecycle";
import { afterEach, expect, it, vi } from "vitest";

import { freezableClock } from "./fixtures/clocks.ts";
import { Service, taskClient } from "./fixtures/service.ts";
import { describeStores } from "./fixtures/test-store.ts";
import { createWaits, type RunningWorker, type Waits, type WaitsOptions } from "./waits.ts";

const timeout = 20_000;

const counts = (workers: readonly RunningWorker[]): number[] => workers.map(({ shards }) => shards.length);

describeStores("leases", (database) => {
  const opened: Waits[] = [];
  let schema = "";

  const open = async (options: Partial<WaitsOptions> = {}): Promise<Waits> => {
    const waits = await createWaits({ store: database().pool, schema, ...options });
    opened.push(waits);
    return waits;
  };

  const begin = (): void => {
    schema = database().nextSchema();
  };

  afterEach(async () => {
    await Promise.all(opened.splice(0).map((waits) => waits.close()));
  });

  /** As if a worker had not been heard of for a minute. */
  const silence = async (worker: RunningWorker): Promise<void> => {
    await database().pool.query(
      `UPDATE ${schema}_queue.job SET heartbeat_on = heartbeat_on - interval '1 minute'
WHERE name = 'shard' AND state = 'active' AND (data->>'shard')::int = ANY($1::int[])`,
      [worker.shards],
    );
    await database().pool.query(`UPDATE ${schema}.worker SET seen_at = seen_at - interval '1 minute' WHERE id = $1`, [
      worker.id,
    ]);
  };

  it("are shared evenly, given to who joins, and taken over from who leaves", async () => {
    begin();
    const first = (await open()).work();
    await vi.waitFor(() => expect(counts([first])).toEqual([64]), timeout);
    const second = (await open()).work();
    await vi.waitFor(() => expect(counts([first, second])).toEqual([32, 32]), timeout);
    await first.stop();
    const stoppedAtMs = performance.now();
    await vi.waitFor(() => expect(counts([second])).toEqual([64]), timeout);
    const tookMs = performance.now() - stoppedAtMs;
    expect(tookMs).toBeLessThan(timeout);
    expect(new Set(second.shards).size).toBe(64);
  });

  it("go to another worker when their holder falls silent, which records nothing more", async () => {
    begin();
    const service = new Service();
    const client = taskClient(service, { intervalMs: 50 });
    const clock = freezableClock();
    const frozen = await open({ clients: [client], clock });
    const healthy = await open({ clients: [client] });
    for (let n = 0; n < 20; n++) {
      service.job(`job-${n}`, Infinity);
      await frozen.add(client.task(`job-${n}`));
    }
    const first = frozen.work();
    await vi.waitFor(() => expect([...service.jobs.values()].every(({ polls }) => polls > 0)).toBe(true), timeout);
    clock.freeze();
    await silence(first);
    const second = healthy.work();
    await vi.waitFor(() => expect(second.shards).toHaveLength(64), timeout);
    await vi.waitFor(() => expect(second.openWaits).toBe(20), timeout);
    for (const job of service.jobs.values()) job.pendingPolls = 0;
    clock.thaw();
    const results = await Promise.all((await healthy.find()).map((wait) => wait.result()));
    expect(results.every(({ phase }) => phase === "succeeded")).toBe(true);
    const told: string[] = [];
    for await (const { jobId } of healthy.results()) told.push(jobId);
    expect(told.toSorted()).toEqual([...service.jobs.keys()].toSorted());
  });

  it("are kept when somebody sets the clock", async () => {
    begin();
    const service = new Service();
    const client = taskClient(service, { intervalMs: 100 });
    let jumpMs = 0;
    const clock = { ...systemClock, now: () => systemClock.now() + jumpMs };
    const waits = await open({ clients: [client], clock });
    service.job("a", Infinity);
    await waits.add(client.task("a"));
    const worker = waits.work();
    const polls = (): number => service.jobs.get("a")?.polls ?? 0;
    for (const to of [3_600_000, -3_600_000]) {
      const seen = polls();
      jumpMs = to;
      await vi.waitFor(() => expect(polls()).toBeGreaterThan(seen + 2), timeout);
    }
    expect(worker.shards).toHaveLength(64);
    const { rows } = await database().pool.query(
      `SELECT max(retry_count) AS most FROM ${schema}_queue.job WHERE name = 'shard'`,
    );
    expect(rows[0]?.most).toBe(0);
  });

  it("outlive three deaths of their worker, where pg-boss would end a job", async () => {
    begin();
    const clock = freezableClock();
    const waits = await open({ clock });
    const worker = waits.work();
    for (let deaths = 0; deaths < 3; deaths++) {
      await vi.waitFor(() => expect(worker.shards).toHaveLength(64), timeout);
      await silence(worker);
      // Its own beat supervises, finds itself silent, and takes them anew.
      await vi.waitFor(async () => {
        const { rows } = await database().pool.query(
          `SELECT min(retry_count) AS least FROM ${schema}_queue.job WHERE name = 'shard'`,
        );
        expect(rows[0]?.least).toBeGreaterThan(deaths);
      }, timeout);
    }
    await vi.waitFor(() => expect(worker.shards).toHaveLength(64), timeout);
  });

  it("are not taken by a worker that has as many waits as it can", async () => {
    begin();
    const service = new Service();
    const client = taskClient(service, { intervalMs: 60_000 });
    const waits = await open({ clients: [client] });
    for (let n = 0; n < 50; n++) {
      service.job(`job-${n}`, Infinity);
      await waits.add(client.task(`job-${n}`));
    }
    const full = waits.work({ capacity: 10 });
    await vi.waitFor(() => expect(full.openWaits).toBeGreaterThanOrEqual(10), timeout);
    const other = (await open({ clients: [client] })).work();
    await vi.waitFor(() => expect(counts([full, other])).toEqual([32, 32]), timeout);
    await vi.waitFor(() => expect(full.openWaits + other.openWaits).toBe(50), timeout);
    await other.stop();
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(full.shards).toHaveLength(32);
    expect(() => waits.work({ capacity: 0 })).toThrow("capacity is 0");
  });
});
