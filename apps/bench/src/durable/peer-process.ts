/** Waits as people build them on a queue: one job of the queue for each poll. Run by `fork`. */
import { DelayedError, Queue, Worker } from "bullmq";
import { Pool } from "pg";
import { type JobWithMetadata, PgBoss } from "pg-boss";

import { settingsOf, takeOrders } from "./processes.ts";

export interface PeerSettings {
  readonly peer: "pg-boss" | "BullMQ";
  readonly url: string;
  readonly prefix?: string;
  /** How many jobs wait at once. */
  readonly count: number;
  readonly intervalMs: number;
  /** The last poll of so many finds the result. */
  readonly pollsEach: number;
}

export interface PeerFigures {
  readonly polls: number;
}

interface PollJob {
  readonly id: string;
  readonly polls: number;
}

interface Peer {
  fill(): Promise<void>;
  work(): Promise<void>;
  close(): Promise<void>;
}

const { peer, url, prefix, count, intervalMs, pollsEach } = settingsOf<PeerSettings>();
let polls = 0;

const jobs = (from: number, size: number): PollJob[] =>
  Array.from({ length: Math.min(size, count - from) }, (_, index) => ({ id: `job-${from + index}`, polls: 0 }));

/** The first polls are spread over an interval, as ours are. */
const spreadMs = (): number => Math.random() * intervalMs;

const at = (delayMs: number): Date => new Date(Date.now() + delayMs);

/** As well as pg-boss can: fetched, completed and put off in batches. */
const pgBoss = (): Peer => {
  const boss = new PgBoss({ connectionString: url, schema: "genwait_peer", monitorVacuum: false });
  const pool = new Pool({ connectionString: url });
  const over = new AbortController();
  let loops: Promise<unknown> = Promise.resolve();
  boss.on("error", () => {});

  const pollBatch = async (batch: readonly JobWithMetadata<PollJob>[]): Promise<void> => {
    polls += batch.length;
    const done = batch.filter(({ data }) => data.polls + 1 >= pollsEach);
    const pending = batch.filter(({ data }) => data.polls + 1 < pollsEach);
    await boss.complete(
      "poll",
      batch.map(({ id }) => id),
    );
    if (pending.length > 0) {
      await boss.insert(
        "poll",
        pending.map(({ data }) => ({ data: { ...data, polls: data.polls + 1 }, startAfter: at(intervalMs) })),
      );
    }
    if (done.length > 0) {
      await pool.query("INSERT INTO genwait_peer_result SELECT * FROM unnest($1::text[]) ON CONFLICT DO NOTHING", [
        done.map(({ data }) => data.id),
      ]);
      // Others take their place, so that the load stays what it is.
      await boss.insert(
        "poll",
        done.map(({ data }) => ({ data: { id: `${data.id}+`, polls: 0 }, startAfter: at(intervalMs) })),
      );
    }
  };

  const loop = async (): Promise<void> => {
    while (!over.signal.aborted) {
      const batch = await boss.fetch<PollJob>("poll", { batchSize: 200, includeMetadata: true });
      if (batch.length === 0) await new Promise((resolve) => setTimeout(resolve, 100));
      else await pollBatch(batch);
    }
  };

  return {
    fill: async () => {
      await boss.start();
      await boss.createQueue("poll");
      await pool.query("CREATE TABLE genwait_peer_result (id text PRIMARY KEY)");
      for (let from = 0; from < count; from += 1_000) {
        await boss.insert(
          "poll",
          jobs(from, 1_000).map((data) => ({ data, startAfter: at(spreadMs()) })),
        );
      }
    },
    work: async () => {
      loops = Promise.all(Array.from({ length: 4 }, loop));
    },
    close: async () => {
      over.abort();
      await loops;
      await boss.stop({ graceful: false });
      await pool.end();
    },
  };
};

const bullMq = (): Peer => {
  const { hostname: host, port } = new URL(url);
  const shared = { connection: { host, port: Number(port) }, ...(prefix !== undefined && { prefix }) };
  const queue = new Queue<PollJob>("poll", shared);
  let worker: Worker<PollJob> | undefined;
  return {
    fill: async () => {
      for (let from = 0; from < count; from += 1_000) {
        await queue.addBulk(
          jobs(from, 1_000).map((data) => ({
            name: "poll",
            data,
            opts: { delay: spreadMs(), removeOnComplete: true },
          })),
        );
      }
    },
    work: async () => {
      worker = new Worker<PollJob>(
        "poll",
        async (job, token) => {
          polls++;
          if (job.attemptsStarted >= pollsEach) {
            await queue.add("poll", job.data, { delay: intervalMs, removeOnComplete: true });
            return job.data.id;
          }
          await job.moveToDelayed(Date.now() + intervalMs, token);
          throw new DelayedError();
        },
        { ...shared, concurrency: 500 },
      );
      worker.on("error", () => {});
    },
    close: async () => {
      await worker?.close(true);
      await queue.close();
    },
  };
};

const made = peer === "pg-boss" ? pgBoss() : bullMq();

takeOrders({
  fill: () => made.fill(),
  work: async (): Promise<PeerFigures> => {
    await made.work();
    return { polls };
  },
  figures: (): PeerFigures => ({ polls }),
  close: () => made.close(),
});
