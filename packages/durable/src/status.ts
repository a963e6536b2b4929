import type { Database, Row } from "./database.ts";
import { queueSchemaOf } from "./migrations.ts";
import { deadWebhookQueue, webhookQueue } from "./webhook-sender.ts";

/** A worker as it last reported itself. */
export interface WorkerStatus {
  readonly id: string;
  readonly name: string;
  /** Seen within the last ten seconds. */
  readonly isLive: boolean;
  readonly capacity: number;
  readonly waits: number;
  readonly shards: readonly number[];
  readonly startedAtMs: number;
  readonly seenAtMs: number;
}

/** What operators look at: for a page, an alert or a command line. */
export interface StoreStatus {
  readonly openWaits: number;
  /** Open waits that were never polled well, and how old the oldest is. */
  readonly unpolledWaits: number;
  readonly oldestUnpolledMs: number;
  /** Open waits that nobody can poll, by why. */
  readonly problems: Readonly<Record<string, number>>;
  /** Results of the last hour, by their phase. */
  readonly recentResults: Readonly<Record<string, number>>;
  /** The number of the last result. */
  readonly lastCursor: string;
  /** Creates whose response is not stored. */
  readonly openIntents: number;
  readonly shards: number;
  readonly leasedShards: number;
  readonly workers: readonly WorkerStatus[];
  /** How far ahead each rate is reserved; much more than a second means that a 429 keeps the fleet away. */
  readonly rateLimits: readonly { readonly group: string; readonly aheadMs: number }[];
  readonly deliveries: { readonly queued: number; readonly dead: number; readonly disabledEndpoints: number };
}

/** Counts what is in a store. Reads the open waits once: for a page, not for each poll. */
export const readStatus = async (database: Database, schema: string): Promise<StoreStatus> => {
  const queue = queueSchemaOf(schema);
  const [waits] = await database.query(
    `SELECT count(*)::float8 AS open, count(*) FILTER (WHERE good_at IS NULL)::float8 AS unpolled,
  COALESCE(extract(epoch from clock_timestamp() - min(created_at) FILTER (WHERE good_at IS NULL)) * 1000, 0)::float8 AS oldest_ms
FROM ${schema}.wait WHERE ended_at IS NULL`,
  );
  const problems = await database.query(
    `SELECT problem AS name, count(*)::float8 AS count FROM ${schema}.wait WHERE ended_at IS NULL AND problem IS NOT NULL GROUP BY 1 ORDER BY 1`,
  );
  const recent = await database.query(
    `SELECT phase AS name, count(*)::float8 AS count FROM ${schema}.result
WHERE ended_at > clock_timestamp() - interval '1 hour' GROUP BY 1 ORDER BY 1`,
  );
  const [facts] = await database.query(
    `SELECT (SELECT COALESCE(max(number), 0)::text FROM ${schema}.result) AS cursor, (SELECT shards::float8 FROM ${schema}.store) AS shards,
  (SELECT count(*)::float8 FROM ${schema}.intent WHERE responded_at IS NULL) AS intents,
  (SELECT count(*)::float8 FROM ${queue}.job WHERE name = 'shard' AND state = 'active') AS leased,
  (SELECT count(*)::float8 FROM ${queue}.job WHERE name = '${webhookQueue}' AND state IN ('created', 'retry', 'active')) AS queued,
  (SELECT count(*)::float8 FROM ${queue}.job WHERE name = '${deadWebhookQueue}' AND state = 'created') AS dead,
  (SELECT count(*)::float8 FROM ${schema}.endpoint) AS disabled`,
  );
  const workers = await database.query(
    `SELECT id::text, name, capacity::float8, waits::float8, array_to_string(shards, ',') AS shards,
  (seen_at > clock_timestamp() - interval '10 s')::int::float8 AS live, (extract(epoch from started_at) * 1000)::float8 AS started_ms,
  (extract(epoch from seen_at) * 1000)::float8 AS seen_ms FROM ${schema}.worker ORDER BY started_at`,
  );
  const limits = await database.query(
    `SELECT rate_limit_group AS name, GREATEST(0, next_at - extract(epoch from clock_timestamp()) * 1000)::float8 AS ahead_ms
FROM ${schema}.limiter ORDER BY 1`,
  );
  return {
    openWaits: Number(waits?.["open"]),
    unpolledWaits: Number(waits?.["unpolled"]),
    oldestUnpolledMs: Number(waits?.["oldest_ms"]),
    problems: countsOf(problems),
    recentResults: countsOf(recent),
    lastCursor: String(facts?.["cursor"]),
    openIntents: Number(facts?.["intents"]),
    shards: Number(facts?.["shards"]),
    leasedShards: Number(facts?.["leased"]),
    workers: workers.map((row) => ({
      id: String(row["id"]),
      name: String(row["name"]),
      isLive: row["live"] === 1,
      capacity: Number(row["capacity"]),
      waits: Number(row["waits"]),
      shards: String(row["shards"]).split(",").filter(Boolean).map(Number),
      startedAtMs: Number(row["started_ms"]),
      seenAtMs: Number(row["seen_ms"]),
    })),
    rateLimits: limits.map((row) => ({ group: String(row["name"]), aheadMs: Number(row["ahead_ms"]) })),
    deliveries: {
      queued: Number(facts?.["queued"]),
      dead: Number(facts?.["dead"]),
      disabledEndpoints: Number(facts?.["disabled"]),
    },
  };
};

const countsOf = (rows: readonly Row[]): Record<string, number> =>
  Object.fromEntries(rows.map((row) => [String(row["name"]), Number(row["count"])]));
