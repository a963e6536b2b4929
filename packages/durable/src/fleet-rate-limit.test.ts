import { systemClock } from "@genwait/lifecycle";
import { expect, it, vi } from "vitest";

import { Database } from "./database.ts";
import { freezableClock } from "./fixtures/clocks.ts";
import { describeStores } from "./fixtures/test-store.ts";
import { fleetGroupOf, FleetRateLimit } from "./fleet-rate-limit.ts";

const group = fleetGroupOf({ api: "tasks", baseUrl: "https://tasks.test" });

/** Takes slots until a time, as a poller does whose jobs are all due. */
const take = async (limit: FleetRateLimit, untilMs: number, taken: number[]): Promise<void> => {
  while (performance.now() < untilMs) {
    await limit.reserve(group, 100);
    taken.push(performance.now());
  }
};

const mostInASecond = (times: number[]): number =>
  Math.max(...times.map((from) => times.filter((time) => time >= from && time < from + 1000).length));

describeStores("the rate limit of a fleet", (database) => {
  let schema = "";

  const open = async (rate: number, clocks = [systemClock]): Promise<FleetRateLimit[]> => {
    schema = database().nextSchema();
    await database().pool.query(
      `CREATE SCHEMA ${schema}; CREATE TABLE ${schema}.limiter (rate_limit_group text PRIMARY KEY, next_at double precision NOT NULL)`,
    );
    const store = new Database({ pool: database().pool, notifies: true, name: "test", close: async () => {} });
    return clocks.map((clock) => new FleetRateLimit(store, schema, { tasks: { requestsPerSecond: rate } }, clock));
  };

  it("gives all workers together no more than the rate in any second", async () => {
    const rate = 50;
    const limits = await open(rate, [systemClock, systemClock, systemClock]);
    const taken: number[] = [];
    const untilMs = performance.now() + 2_500;
    await Promise.all(limits.map((limit) => take(limit, untilMs, taken)));
    expect(mostInASecond(taken)).toBeLessThanOrEqual(rate + Math.max(2, rate * 0.05));
    expect(taken.length).toBeGreaterThan(rate);
  });

  it("gives up slots that come too late after a stall", async () => {
    const rate = 20;
    const stalling = freezableClock();
    const limits = await open(rate, [systemClock, stalling]);
    const taken: number[] = [];
    const untilMs = performance.now() + 2_500;
    const stalls = (async () => {
      while (performance.now() < untilMs) {
        stalling.freeze();
        await new Promise((resolve) => setTimeout(resolve, 400));
        stalling.thaw();
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    })();
    await Promise.all([...limits.map((limit) => take(limit, untilMs, taken)), stalls]);
    expect(mostInASecond(taken)).toBeLessThanOrEqual(rate + 2);
  });

  it("keeps the whole fleet away after a 429", async () => {
    const [one, other] = await open(100, [systemClock, systemClock]);
    await one?.reserve(group, 1);
    const pausedAtMs = performance.now();
    one?.pause(group, 600);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await other?.reserve(group, 1);
    expect(performance.now() - pausedAtMs).toBeGreaterThanOrEqual(590);
  });

  it("stands still for ten minutes at most, whatever a service asks for and whoever sets the database's clock back", async () => {
    const [limit] = await open(100);
    const aheadMs = async (): Promise<number> => {
      const { rows } = await database().pool.query(
        `SELECT (next_at - extract(epoch from clock_timestamp()) * 1000)::float8 AS ahead FROM ${schema}.limiter`,
      );
      return Number(rows[0]?.ahead);
    };
    await limit?.reserve(group, 1);
    limit?.pause(group, 86_400_000);
    await vi.waitFor(async () => expect(await aheadMs()).toBeGreaterThan(1_000), 10_000);
    expect(await aheadMs()).toBeLessThanOrEqual(600_000);
    // As if the clock had been an hour ahead when the last slot was taken.
    await database().pool.query(`UPDATE ${schema}.limiter SET next_at = next_at + 3600000`);
    const reserving = limit?.reserve(group, 1);
    await vi.waitFor(async () => expect(await aheadMs()).toBeLessThanOrEqual(601_000), 10_000);
    limit?.close();
    expect(await reserving).toBe(0);
  });

  it("limits nothing that has no rate", async () => {
    const [limit] = await open(1);
    const other = fleetGroupOf({ api: "others", baseUrl: "https://others.test" });
    expect(await limit?.reserve(other, 7)).toBe(7);
  });

  it("gives nothing without a database, and goes on when it is back", async () => {
    const [limit] = await open(100);
    const { pool } = database();
    const query = pool.query.bind(pool);
    let isAway = true;
    Object.assign(pool, {
      query: (...args: Parameters<typeof query>) =>
        isAway ? Promise.reject(Object.assign(new Error("away"), { code: "ECONNREFUSED" })) : query(...args),
    });
    try {
      let given = 0;
      const reserving = limit?.reserve(group, 1).then(() => given++);
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(given).toBe(0);
      isAway = false;
      await reserving;
      expect(given).toBe(1);
    } finally {
      Object.assign(pool, { query });
    }
  });
});
