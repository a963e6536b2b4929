import { setTimeout as delay } from "node:timers/promises";

import { Pool } from "pg";
import { PgBoss } from "pg-boss";

import { type Connection, Database, ignore, storeError } from "./database.ts";
import { DurableError } from "./durable-error.ts";
import { openFolder } from "./embedded-store.ts";
import { migrate, queueSchemaOf } from "./migrations.ts";
import { leaseQueue } from "./result-log.ts";
import { leaseQueueOptions } from "./shard-leases.ts";
import { deadWebhookQueue, webhookQueue, webhookQueueOptions } from "./webhook-sender.ts";

/** Enough for a worker: a listener, leases, a scan, a transaction of results, deliveries. */
const poolSize = 10;

/** A folder for the embedded store, a URL of PostgreSQL, or a pool of `pg` of your own (at least four connections). */
export type StoreLocation = string | Pool;

export interface StoreOptions {
  readonly schema: string;
  readonly migrate: boolean;
  /** How long delivered and dead webhooks are kept. */
  readonly deliveriesMs: number;
  onError(error: unknown): void;
}

/** An open store: its database, and pg-boss on it. */
export interface Store {
  readonly database: Database;
  readonly boss: PgBoss;
  readonly shards: number;
  close(): Promise<void>;
}

const isUrl = (store: string): boolean => /^postgres(ql)?:\/\//i.test(store);

const connect = async (store: StoreLocation): Promise<Connection> => {
  if (typeof store !== "string") {
    store.on("error", ignore);
    const close = async (): Promise<void> => void store.off("error", ignore);
    return { pool: store, notifies: true, name: "the given pool", close };
  }
  if (!isUrl(store)) {
    if (/^[a-z][a-z0-9+.-]+:\/\//i.test(store)) {
      throw new TypeError("store must be a folder, a postgres:// URL or a Pool of pg");
    }
    return openFolder(store);
  }
  if (!URL.canParse(store)) throw new TypeError("store is a postgres:// URL that cannot be parsed");
  const { hostname, port, pathname } = new URL(store);
  const pool = new Pool({
    connectionString: store,
    max: poolSize,
    application_name: "genwait",
    connectionTimeoutMillis: 10_000,
    // A connection that was cut without a word would keep its statement for ever.
    query_timeout: 30_000,
    keepAlive: true,
  });
  // For good: a connection can still break while it ends.
  pool.on("error", ignore);
  return {
    pool,
    notifies: true,
    name: `postgres://${hostname}${port === "" ? "" : `:${port}`}${pathname}`,
    close: () => pool.end(),
  };
};

// Two that create a store at once disturb each other: a name that is there by now, a deadlock. Our lock does not help
// against a session's stale cache of names, and pg-boss creates its schema before it takes its own.
const disturbances: ReadonlySet<string> = new Set(["23505", "40001", "40P01", "42P06", "42P07", "42710", "XX000"]);

/** Runs what does nothing where it is done already, again as long as somebody else does it at the same time. */
const undisturbed = async (run: () => Promise<void>): Promise<void> => {
  for (let tries = 1; ; tries++) {
    try {
      await run();
      return;
    } catch (error) {
      const isDisturbed = error instanceof Error && "code" in error && disturbances.has(String(error.code));
      if (!isDisturbed || tries === 8) throw error;
      await delay(100 * tries);
    }
  }
};

const startQueues = async (boss: PgBoss, deliveriesMs: number): Promise<void> => {
  await boss.start();
  const deleteAfterSeconds = Math.max(1, Math.ceil(deliveriesMs / 1000));
  await boss.createQueue(leaseQueue, leaseQueueOptions);
  await boss.createQueue(deadWebhookQueue, {
    retentionSeconds: Math.min(deleteAfterSeconds, 365 * 86_400),
    deleteAfterSeconds,
  });
  await boss.createQueue(webhookQueue, { ...webhookQueueOptions, deleteAfterSeconds });
};

/** Opens a store and brings it up to date. */
export const openStore = async (location: StoreLocation, options: StoreOptions): Promise<Store> => {
  const database = new Database(await connect(location));
  const boss = new PgBoss({
    db: { executeSql: (text, values) => database.executeSql(text, values) },
    schema: queueSchemaOf(options.schema),
    migrate: options.migrate,
    // Workers supervise, each second; other processes have nothing to do with it.
    supervise: false,
    schedule: false,
    registerInstance: false,
    monitorIntervalSeconds: 1,
    persistWarnings: false,
    monitorVacuum: false,
  });
  boss.on("error", (error) => options.onError(error));
  boss.on("warning", () => {});
  try {
    await undisturbed(() => migrate(database, options.schema, options.migrate));
    await undisturbed(() => startQueues(boss, options.deliveriesMs));
    const [row] = await database.query(`SELECT shards::float8 AS shards FROM ${options.schema}.store`);
    return {
      database,
      boss,
      shards: Number(row?.["shards"]),
      close: async () => {
        await boss.stop({ graceful: false, close: false });
        await database.close();
      },
    };
  } catch (error) {
    await boss.stop({ graceful: false, close: false }).catch(() => {});
    await database.close().catch(() => {});
    if (error instanceof DurableError) throw error;
    throw storeError("open the store", database.name, error);
  }
};
