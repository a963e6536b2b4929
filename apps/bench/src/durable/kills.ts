import { setTimeout as delay } from "node:timers/promises";

import { createWaits, type Waits } from "@genwait/durable";
import { createClient } from "@genwait/gamma-client";

import { median } from "../figures.ts";
import type { RunOptions, Row } from "../table.ts";
import { type BenchProcess, Fleet, progress, until, webhookSecret } from "./processes.ts";
import { type BenchServer, openServer } from "./server.ts";
import type { ServiceReport, ServiceSettings } from "./service-process.ts";
import type { WorkerSettings } from "./worker-process.ts";

const noPeer = { peer: "", peerName: "" };
const serviceModule = new URL("service-process.ts", import.meta.url);
const workerModule = new URL("worker-process.ts", import.meta.url);

/** Deliveries that a worker has under way at most: as many may be sent twice when it dies. */
const deliveriesInFlight = 20;

/** A fleet on a database of its own, its service, and a store that this process looks into. */
interface Scene {
  readonly server: BenchServer;
  readonly service: BenchProcess;
  readonly origin: string;
  readonly waits: Waits;
  join(settings?: Partial<WorkerSettings>): Promise<BenchProcess>;
  kill(worker: BenchProcess, signal?: NodeJS.Signals): Promise<void>;
  /** Adds a wait for a job. */
  add(id: string, webhook?: boolean): Promise<void>;
  end(): Promise<void>;
}

const setScene = async (given: ServiceSettings, defaults: Partial<WorkerSettings>): Promise<Scene> => {
  const server = await openServer();
  const fleet = new Fleet();
  let waits: Waits | undefined;
  const end = async (): Promise<void> => {
    await fleet.end();
    await waits?.close();
    await server.drop();
  };
  try {
    const service = await fleet.start(serviceModule, given);
    const origin = await service.order<string>("origin");
    const store = await createWaits({ store: server.url, webhooks: { secret: webhookSecret, allow: [origin] } });
    waits = store;
    const gamma = createClient({ apiKey: "bench", baseUrl: origin });
    return {
      server,
      service,
      origin,
      waits: store,
      join: async (settings = {}) => {
        const worker = await fleet.start(workerModule, {
          store: server.url,
          service: origin,
          ...defaults,
          ...settings,
        });
        await worker.order("work");
        return worker;
      },
      kill: (worker, signal) => fleet.kill(worker, signal),
      add: async (id, webhook = false) => {
        await store.add(gamma.generation(id), {
          timeoutMs: 3_600_000,
          intervalMs: defaults.intervalMs ?? 500,
          ...(webhook && { webhook: `${origin}/hook` }),
        });
      },
      end,
    };
  } catch (error) {
    await end();
    throw error;
  }
};

/** One of three workers is killed again and again, while waits are added and jobs end. */
export const randomKills = async ({ isQuick }: RunOptions): Promise<readonly Row[]> => {
  const kills = isQuick ? 10 : 200;
  const scene = await setScene({ pendingPolls: 8, pollTakesMs: 20 }, { intervalMs: 500 });
  try {
    const { waits, service } = scene;
    const workers = await Promise.all([scene.join(), scene.join(), scene.join()]);
    let added = 0;
    const grow = async (count: number): Promise<void> => {
      const ids = Array.from({ length: count }, () => `job-${added++}`);
      await Promise.all(ids.map((id) => scene.add(id, true)));
    };
    await grow(100);
    for (let kill = 1; kill <= kills; kill++) {
      await grow(5);
      await delay(200 + Math.random() * 1_300);
      const place = Math.floor(Math.random() * workers.length);
      const victim = workers[place];
      if (victim !== undefined) await scene.kill(victim);
      workers[place] = await scene.join();
      if (kill % 10 === 0) progress(`${kill} of ${kills} killed, ${added} waits added`);
    }
    await until("the last waits end", 120_000, async () => (await waits.find({ open: true, limit: 1 })).length === 0);
    const told = new Map<string, number>();
    const numbers = new Set<string>();
    for await (const { waitId, cursor } of waits.results()) {
      told.set(waitId, (told.get(waitId) ?? 0) + 1);
      numbers.add(`${waitId}.${cursor}`);
    }
    const sent = async (): Promise<ServiceReport["webhooks"]> =>
      (await service.order<ServiceReport>("report")).webhooks;
    // A delivery of a worker that died is taken up again when it has expired, a minute later.
    await until(
      "the last webhooks arrive",
      120_000,
      async () => new Set((await sent()).map(({ id }) => id)).size >= numbers.size,
    ).catch(() => {});
    const webhooks = await sent();
    const ids = new Set(webhooks.map(({ id }) => id));
    const { overlaps, polls } = await service.order<ServiceReport>("report");
    const lost = added - told.size;
    const twice = [...told.values()].filter((times) => times > 1).length;
    const missing = [...numbers].filter((id) => !ids.has(id)).length;
    const duplicates = webhooks.length - ids.size;
    const foreign = [...ids].filter((id) => !numbers.has(id)).length;
    return [
      {
        figure: `${kills} random kill -9 of one of three workers, ${added} waits: results lost / recorded twice`,
        target: "0 / 0",
        ours: `${lost} / ${twice}`,
        ok: lost === 0 && twice === 0,
        ...noPeer,
      },
      {
        figure: "webhooks missing / sent twice, with the same id",
        target: `0 / <= ${deliveriesInFlight} for each kill`,
        ours: `${missing} / ${duplicates} of ${numbers.size}${foreign === 0 ? "" : `, ${foreign} with another id`}`,
        ok: missing === 0 && foreign === 0 && duplicates <= deliveriesInFlight * kills,
        ...noPeer,
      },
      {
        figure: `overlapping polls of one job, of ${polls}`,
        target: "0",
        ours: `${overlaps}`,
        ok: overlaps === 0,
        ...noPeer,
      },
    ];
  } finally {
    await scene.end();
  }
};

/** How long jobs are not polled when one of two workers goes. */
export const takeover = async ({ isQuick }: RunOptions): Promise<readonly Row[]> => {
  const rounds = isQuick ? 1 : 5;
  const scene = await setScene({}, { intervalMs: 200 });
  try {
    const { service } = scene;
    for (let n = 0; n < 200; n++) await scene.add(`job-${n}`);
    const figures: Record<"SIGKILL" | "SIGTERM", number[]> = { SIGKILL: [], SIGTERM: [] };
    let stays = await scene.join();
    const allPolled = async (): Promise<boolean> => (await service.order<number>("unpolled")) === 0;
    for (let round = 0; round < rounds; round++) {
      for (const signal of ["SIGKILL", "SIGTERM"] as const) {
        const goes = stays;
        stays = await scene.join();
        await until("the leases are shared", 60_000, async () => {
          const { workers } = await scene.waits.overview({ limit: 0 });
          return workers.filter(({ isLive, shards }) => isLive && shards.length === 32).length === 2;
        });
        await service.order("mark");
        await until("all jobs are polled", 60_000, allPolled);
        const fromMs = performance.now();
        const gone = scene.kill(goes, signal);
        await service.order("mark");
        await until("all jobs are polled again", 60_000, allPolled);
        figures[signal].push(performance.now() - fromMs);
        await gone;
        progress(`${signal}: ${figures[signal].map((ms) => `${(ms / 1000).toFixed(1)} s`).join(", ")}`);
      }
    }
    const [killMs, endMs] = [Math.max(...figures.SIGKILL), Math.max(...figures.SIGTERM)];
    return [
      {
        figure: "all jobs polled again after kill -9, the worst",
        target: "<= 13 s",
        ours: `${(killMs / 1000).toFixed(1)} s (median ${(median(figures.SIGKILL) / 1000).toFixed(1)})`,
        ok: killMs <= 13_000,
        ...noPeer,
      },
      {
        figure: "the same after SIGTERM",
        target: "<= 1 s",
        ours: `${(endMs / 1000).toFixed(2)} s (median ${(median(figures.SIGTERM) / 1000).toFixed(2)})`,
        ok: endMs <= 1_000,
        ...noPeer,
      },
    ];
  } finally {
    await scene.end();
  }
};

/** The most of some times that fall into one second. */
const mostInASecond = (timesMs: readonly number[]): number => {
  const sorted = timesMs.toSorted((one, other) => one - other);
  let [most, first] = [0, 0];
  for (const [index, atMs] of sorted.entries()) {
    while (atMs - (sorted[first] ?? 0) >= 1_000) first++;
    most = Math.max(most, index - first + 1);
  }
  return most;
};

/** One rate for one to four workers: one is killed, one joins, and their event loops stall. */
export const fleetRate = async ({ isQuick }: RunOptions): Promise<readonly Row[]> => {
  const rate = 20;
  const phaseMs = isQuick ? 3_000 : 15_000;
  const scene = await setScene({}, { intervalMs: 500, requestsPerSecond: rate, tellsTimes: true });
  try {
    const { service } = scene;
    for (let n = 0; n < 300; n++) await scene.add(`job-${n}`);
    const workers: BenchProcess[] = [];
    const over = new AbortController();
    const stalling = (async () => {
      while (!over.signal.aborted) {
        await delay(500 + Math.random() * 500);
        const worker = workers[Math.floor(Math.random() * workers.length)];
        // It may have been killed meanwhile.
        await worker?.order("stall", 400).catch(() => {});
      }
    })();
    const startMs = performance.now();
    for (let count = 1; count <= 4; count++) {
      workers.push(await scene.join());
      progress(`${count} workers`);
      await delay(phaseMs);
    }
    const [victim] = workers.splice(0, 1);
    if (victim !== undefined) await scene.kill(victim);
    progress("one killed");
    await delay(phaseMs);
    workers.push(await scene.join());
    progress("one joined");
    await delay(phaseMs);
    const tookS = (performance.now() - startMs) / 1000;
    over.abort();
    await stalling;
    const { sentAtMs } = await service.order<ServiceReport>("report");
    const most = mostInASecond(sentAtMs);
    const limit = rate + Math.max(2, rate * 0.05);
    return [
      {
        figure: `most polls in any second at ${rate} a second: 1 to 4 workers, one killed, one joining, stalls of 400 ms`,
        target: `<= ${limit}`,
        ours: `${most} (mean ${(sentAtMs.length / tookS).toFixed(1)})`,
        ok: most <= limit && sentAtMs.length > 0,
        ...noPeer,
      },
    ];
  } finally {
    await scene.end();
  }
};

/** From a recorded result to the first byte of its webhook. */
export const webhookDelay = async ({ isQuick }: RunOptions): Promise<readonly Row[]> => {
  const count = isQuick ? 40 : 200;
  const scene = await setScene({ pendingPolls: 1 }, { intervalMs: 300 });
  try {
    const { service, waits } = scene;
    await scene.join();
    for (let n = 0; n < count; n++) {
      await scene.add(`job-${n}`, true);
      await delay(25);
    }
    const all = async (): Promise<ServiceReport["webhooks"]> => (await service.order<ServiceReport>("report")).webhooks;
    await until("all webhooks arrive", 60_000, async () => (await all()).length >= count);
    const arrivedMs = new Map((await all()).map(({ id, atMs }) => [id, atMs]));
    const delaysMs: number[] = [];
    for await (const { waitId, cursor, endedAtMs } of waits.results()) {
      delaysMs.push((arrivedMs.get(`${waitId}.${cursor}`) ?? Infinity) - endedAtMs);
    }
    const p50 = median(delaysMs);
    return [
      {
        figure: `recorded result to its first webhook, p50 of ${count}`,
        target: "<= 50 ms",
        ours: `${p50.toFixed(1)} ms`,
        ok: p50 <= 50,
        ...noPeer,
      },
    ];
  } finally {
    await scene.end();
  }
};
