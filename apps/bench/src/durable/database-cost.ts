import { setTimeout as delay } from "node:timers/promises";

import { createWaits } from "@genwait/durable";
import { createClient } from "@genwait/gamma-client";

import type { Row, RunOptions } from "../table.ts";
import type { PeerFigures, PeerSettings } from "./peer-process.ts";
import { type BenchProcess, Fleet, progress, until } from "./processes.ts";
import { openRedis } from "./redis.ts";
import { type BenchServer, openServer } from "./server.ts";
import type { WorkerSettings, WorkerUsage } from "./worker-process.ts";

const noPeer = { peer: "", peerName: "" };
const workerModule = new URL("worker-process.ts", import.meta.url);
const peerModule = new URL("peer-process.ts", import.meta.url);

/** Runs with a database and processes of its own, which are gone afterwards. */
const onServer = async <Result>(run: (server: BenchServer, fleet: Fleet) => Promise<Result>): Promise<Result> => {
  const server = await openServer();
  const fleet = new Fleet();
  try {
    return await run(server, fleet);
  } finally {
    await fleet.end();
    await server.drop();
  }
};

/** Adds waits for jobs in memory, and gives a worker that does not work yet. */
const prepare = async (
  server: BenchServer,
  fleet: Fleet,
  count: number,
  settings: Omit<WorkerSettings, "store">,
): Promise<BenchProcess> => {
  const worker = await fleet.start(workerModule, { store: server.url, ...settings });
  for (let n = 0; n < count; n += 1_000) {
    await worker.order("add", {
      ids: Array.from({ length: Math.min(1_000, count - n) }, (_, index) => `job-${n + index}`),
    });
    if (n % 10_000 === 0) progress(`${n} of ${count} waits added`);
  }
  return worker;
};

const usageOf = (worker: BenchProcess): Promise<WorkerUsage> => worker.order<WorkerUsage>("usage");

/** Rows of the tables whose names have one of these endings. */
const rowsOf = (written: ReadonlyMap<string, number>, isWanted: (table: string) => boolean): number =>
  [...written].reduce((sum, [table, rows]) => sum + (isWanted(table) ? rows : 0), 0);

const isWaitTable = (table: string): boolean => /\.(wait|result|intent|endpoint)$/.test(table);
const isLimiter = (table: string): boolean => table.endsWith(".limiter");

/** What is written while waits are pending, for their lives, and for the leases. */
export const rowsWritten = async ({ isQuick }: RunOptions): Promise<readonly Row[]> => {
  const [count, lives, pendingMs] = isQuick ? [500, 200, 5_000] : [2_000, 1_000, 30_000];
  const pending = await onServer(async (server, fleet) => {
    const worker = await prepare(server, fleet, count, { intervalMs: 1_000, requestsPerSecond: 200 });
    await worker.order("work");
    // Not before each was polled well once: that is a row of its life.
    await until(
      "every wait is polled",
      120_000,
      async () => (await server.pool.query("SELECT FROM genwait.wait WHERE good_at IS NULL LIMIT 1")).rowCount === 0,
    );
    const before = await server.written();
    const [fromMs, fromPolls] = [performance.now(), (await usageOf(worker)).polls];
    await delay(pendingMs);
    const polls = (await usageOf(worker)).polls - fromPolls;
    const after = await server.written();
    // Reading takes its time, too.
    const seconds = (performance.now() - fromMs) / 1000;
    const since = (isWanted: (table: string) => boolean): number => rowsOf(after, isWanted) - rowsOf(before, isWanted);
    return {
      polls,
      forPolls: since(isWaitTable),
      limiterPerSecond: since(isLimiter) / seconds,
      leasesPerSecond: since((table) => !isWaitTable(table) && !isLimiter(table)) / seconds,
    };
  });
  const perLife = await onServer(async (server, fleet) => {
    const worker = await prepare(server, fleet, lives, { intervalMs: 1_000, pendingPolls: 3 });
    await worker.order("work");
    await until(
      "every wait has ended",
      120_000,
      async () => (await server.pool.query("SELECT FROM genwait.wait WHERE ended_at IS NULL LIMIT 1")).rowCount === 0,
    );
    return rowsOf(await server.written(), isWaitTable) / lives;
  });
  return [
    {
      figure: `rows written for ${pending.polls} polls that found their job pending`,
      target: "0",
      ours: `${pending.forPolls}`,
      ok: pending.forPolls === 0 && pending.polls > 0,
      ...noPeer,
    },
    {
      figure: "rows a second of the limiter, for one worker and account",
      target: "<= 4",
      ours: pending.limiterPerSecond.toFixed(1),
      ok: pending.limiterPerSecond <= 4.05,
      ...noPeer,
    },
    {
      figure: "rows a second of all leases",
      target: "<= 30",
      ours: pending.leasesPerSecond.toFixed(1),
      ok: pending.leasesPerSecond <= 30,
      ...noPeer,
    },
    {
      figure: "rows written for a wait's whole life",
      target: "<= 4",
      ours: perLife.toFixed(2),
      ok: perLife <= 4,
      ...noPeer,
    },
  ];
};

/** What a reader misses that goes on behind the last number it saw, every two milliseconds. */
const follow = async (
  count: number,
  read: (after: string) => Promise<readonly string[]>,
  writing: Promise<unknown>,
): Promise<number> => {
  let [seen, after] = [0, "0"];
  let isWritten = false;
  const written = writing.finally(() => (isWritten = true));
  // All that is committed by then is seen by one more look, or never.
  for (let looks = 0; looks < 3; looks += isWritten ? 1 : 0) {
    const numbers = await read(after);
    seen += numbers.length;
    after = numbers.at(-1) ?? after;
    await delay(2);
  }
  await written;
  return count - seen;
};

/** Results that a cursor never sees, with four writers. */
export const missedResults = async ({ isQuick }: RunOptions): Promise<readonly Row[]> => {
  const count = isQuick ? 600 : 3_000;
  return onServer(async (server) => {
    const stores = await Promise.all(Array.from({ length: 4 }, () => createWaits({ store: server.url })));
    const [first] = stores;
    if (first === undefined) throw new Error("there is no store");
    try {
      const gamma = createClient({ apiKey: "bench" });
      const ids: string[] = [];
      for (let n = 0; n < count; n += 100) {
        const added = await Promise.all(
          Array.from({ length: 100 }, (_, index) => first.add(gamma.generation(`job-${n + index}`))),
        );
        ids.push(...added.map(({ id }) => id));
      }
      progress(`${count} waits added`);
      const fromMs = performance.now();
      const missed = await follow(
        count,
        async (after) => {
          const cursors = [];
          for await (const { cursor } of first.results({ after })) cursors.push(cursor);
          return cursors;
        },
        Promise.all(
          stores.map(async (store, writer) => {
            for (const id of ids.filter((_, index) => index % 4 === writer)) await store.stop(id);
          }),
        ),
      );
      const perSecond = (count * 1000) / (performance.now() - fromMs);
      await server.pool.query(
        "CREATE TABLE plain (number bigserial PRIMARY KEY, wait uuid); CREATE TABLE other (wait uuid)",
      );
      const missedPlain = await follow(
        count,
        async (after) =>
          (await server.pool.query("SELECT number FROM plain WHERE number > $1 ORDER BY number", [after])).rows.map(
            ({ number }) => String(number),
          ),
        Promise.all(
          stores.map(async (_, writer) => {
            const client = await server.pool.connect();
            for (const id of ids.filter((__, index) => index % 4 === writer)) {
              await client.query("BEGIN");
              await client.query("INSERT INTO plain (wait) VALUES ($1)", [id]);
              // As a result has a webhook to queue.
              await client.query("INSERT INTO other VALUES ($1)", [id]);
              await client.query("COMMIT");
            }
            client.release();
          }),
        ),
      );
      return [
        {
          figure: "results missed by a cursor, 4 writers, a reader every 2 ms",
          target: `0 of ${count}`,
          ours: `${missed} (${perSecond.toFixed(0)} results a second)`,
          peer: `${missedPlain}`,
          peerName: "a plain serial",
          ok: missed === 0,
        },
      ];
    } finally {
      await Promise.all(stores.map((store) => store.close()));
    }
  });
};

interface Load {
  readonly count: number;
  readonly intervalMs: number;
  /** Each wait's polls, the last of which finds the result. */
  readonly pollsEach: number;
  /** How long a peer runs, which may be slower. */
  readonly peerMs: number;
}

/** PostgreSQL's CPU from the first poll to the last result. */
const oursUs = ({ count, intervalMs, pollsEach }: Load): Promise<number> =>
  onServer(async (server, fleet) => {
    const worker = await prepare(server, fleet, count, { intervalMs, pendingPolls: pollsEach - 1 });
    const meter = server.meterCpu();
    await worker.order("work");
    await until("every wait has ended", intervalMs * pollsEach * 3 + 120_000, async () => {
      await delay(1_000);
      const { polls } = await usageOf(worker);
      progress(`${polls} of ${count * pollsEach} polls`);
      return (
        polls >= count * pollsEach &&
        (await server.pool.query("SELECT FROM genwait.wait WHERE ended_at IS NULL LIMIT 1")).rowCount === 0
      );
    });
    const cpuMs = await meter.stop();
    return (cpuMs * 1000) / (await usageOf(worker)).polls;
  });

const figuresOf = async (
  fleet: Fleet,
  settings: PeerSettings,
  measureMs: number,
  cpu: () => Promise<() => Promise<number>>,
): Promise<{ us: number; perSecond: number }> => {
  const peer = await fleet.start(peerModule, settings);
  progress(`${settings.peer}: ${settings.count} jobs`);
  await peer.order("fill");
  const stop = await cpu();
  const before = (await peer.order<PeerFigures>("work")).polls;
  await delay(measureMs);
  const polls = (await peer.order<PeerFigures>("figures")).polls - before;
  const cpuMs = await stop();
  await peer.order("close");
  return { us: (cpuMs * 1000) / polls, perSecond: (polls * 1000) / measureMs };
};

const pgBossUs = (load: Load): Promise<{ us: number; perSecond: number }> =>
  onServer((server, fleet) =>
    figuresOf(fleet, { peer: "pg-boss", url: server.url, ...load }, load.peerMs, async () => {
      const meter = server.meterCpu();
      return () => meter.stop();
    }),
  );

/** The CPU of Redis in place of PostgreSQL's, or why there is none. */
const bullMqText = async (load: Load): Promise<string> => {
  const redis = await openRedis();
  if (redis === undefined) return "no Redis answers on 127.0.0.1:6379";
  const fleet = new Fleet();
  try {
    const { us, perSecond } = await figuresOf(
      fleet,
      { peer: "BullMQ", url: redis.url, prefix: redis.prefix, ...load },
      load.peerMs,
      async () => {
        const before = await redis.cpuMs();
        return async () => (await redis.cpuMs()) - before;
      },
    );
    return `BullMQ: ${us.toFixed(0)} us of Redis, ${perSecond.toFixed(0)} a second`;
  } finally {
    await fleet.end();
    await redis.close();
  }
};

/** PostgreSQL's CPU for each poll, results included, beside a job of a queue for each poll. */
export const databaseCpu = async ({ isQuick }: RunOptions): Promise<readonly Row[]> => {
  const loads: readonly Load[] = isQuick
    ? [{ count: 2_000, intervalMs: 1_000, pollsEach: 10, peerMs: 8_000 }]
    : [
        { count: 10_000, intervalMs: 5_000, pollsEach: 10, peerMs: 30_000 },
        { count: 100_000, intervalMs: 15_000, pollsEach: 10, peerMs: 30_000 },
      ];
  const rows: Row[] = [];
  for (const load of loads) {
    const us = await oursUs(load);
    const boss = await pgBossUs(load);
    const bull = await bullMqText(load);
    rows.push({
      figure: `PostgreSQL's CPU for each poll, results included, ${load.count} waits, each polled ${load.pollsEach} times`,
      target: "<= 100 us",
      ours: `${us.toFixed(0)} us (${((load.count * 1000) / load.intervalMs).toFixed(0)} a second)`,
      peer: `${boss.us.toFixed(0)} us (${boss.perSecond.toFixed(0)} a second); ${bull}`,
      peerName: "a pg-boss job for each poll",
      ok: us <= 100,
    });
  }
  return rows;
};
