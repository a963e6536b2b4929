import type { CreateIntent } from "./intents.ts";
import type { Row, Sql } from "./database.ts";
import { queueSchemaOf } from "./migrations.ts";
import type { WaitPhase } from "./wait-table.ts";
import { deadWebhookQueue, webhookQueue } from "./webhook-sender.ts";

/** How many of each list `overview` gives at most, whatever is asked for: a page is for people. */
const mostListed = 500;

/** What there is of a text that a service wrote, such as an error of a receiver. */
const longestText = 500;

export interface OverviewOptions {
  /** How many of each list; 0 only counts. At most 500. @default 50 */
  readonly limit?: number | undefined;
}

/** An open wait as operators see it: neither its data nor its job's input. */
export interface OpenWaitOverview {
  readonly id: string;
  readonly api: string;
  readonly job: string;
  readonly jobId: string;
  readonly account?: string;
  readonly key: string;
  readonly shard: number;
  readonly createdAtMs: number;
  /** Absent without a deadline. */
  readonly deadlineAtMs?: number;
  /** Some poll has found its job. */
  readonly wasPolled: boolean;
  /** Why nobody polls it, such as `no client`. */
  readonly problem?: string;
  /** Whom the result is sent to: the origin alone, since the rest of a webhook's address may be a secret. */
  readonly webhookOrigin?: string;
}

export interface ResultOverview {
  readonly cursor: string;
  readonly waitId: string;
  readonly api: string;
  readonly job: string;
  readonly jobId: string;
  readonly account?: string;
  readonly key: string;
  readonly phase: WaitPhase;
  readonly createdAtMs: number;
  readonly endedAtMs: number;
  /** Why the wait ended before its job; at most 500 characters, and text of a service may be in it. */
  readonly message?: string;
}

/** A worker as it last reported itself. */
export interface WorkerOverview {
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

/** The rate that an API, its base URL and its account have in the whole fleet. */
export interface RateLimitOverview {
  readonly api: string;
  readonly baseUrl: string;
  readonly account?: string;
  /** As this process was told by `rateLimits`; absent where it was not. */
  readonly requestsPerSecond?: number;
  /** How far ahead slots are reserved; much more than a second means that a 429 keeps the fleet away. */
  readonly aheadMs: number;
}

/** A webhook that has not been delivered. */
export interface DeliveryOverview {
  readonly waitId: string;
  /** `queued`: not tried yet; `retry`: tried, and due again at `nextAtMs`; `active`: being sent; `dead`: given up. */
  readonly state: "queued" | "retry" | "active" | "dead";
  readonly origin: string;
  readonly tries: number;
  readonly createdAtMs: number;
  readonly nextAtMs?: number;
  /** What the last try came to; at most 500 characters. */
  readonly message?: string;
}

/** An endpoint that responded with 410, so that nothing is sent to it until `redeliver`. */
export interface EndpointOverview {
  readonly origin: string;
  readonly reason: string;
  readonly disabledAtMs: number;
}

/** What operators look at: plain data for a page, an alert or a command line. All times are by the database's clock. */
export interface StoreOverview {
  readonly atMs: number;
  readonly waits: {
    readonly open: number;
    /** Open waits that were never polled well, and how old the oldest of them is; 0 without any. */
    readonly unpolled: number;
    readonly oldestUnpolledMs: number;
    /** Open waits that nobody can poll, by why. */
    readonly problems: Readonly<Record<string, number>>;
    /** Those with a problem first, then those that were never polled well, then the others; the oldest first in each. */
    readonly list: readonly OpenWaitOverview[];
  };
  readonly results: {
    /** The number of the last result. */
    readonly lastCursor: string;
    /** Results of the last hour, by their phase. */
    readonly lastHour: Readonly<Record<string, number>>;
    /** The latest first. */
    readonly list: readonly ResultOverview[];
  };
  readonly intents: {
    /** Creates whose response is not stored. */
    readonly open: number;
    /** The oldest first. */
    readonly list: readonly CreateIntent[];
  };
  readonly shards: { readonly count: number; readonly leased: number };
  /** Live ones first. */
  readonly workers: readonly WorkerOverview[];
  readonly rateLimits: readonly RateLimitOverview[];
  readonly deliveries: {
    readonly queued: number;
    readonly retrying: number;
    readonly dead: number;
    readonly deliveredLastHour: number;
    /** Not delivered, those given up first, then those that were tried, then the others; the latest first in each. */
    readonly list: readonly DeliveryOverview[];
    readonly disabledEndpoints: readonly EndpointOverview[];
  };
}

/** What the overview is made from. */
export interface OverviewSource {
  readonly schema: string;
  openIntents(sql: Sql, limit: number): Promise<readonly CreateIntent[]>;
  requestsPerSecond(api: string): number | undefined;
}

/** @throws RangeError for a limit that is no count. */
export const limitOf = ({ limit = 50 }: OverviewOptions): number => {
  if (!(Number.isInteger(limit) && limit >= 0)) throw new RangeError(`limit is ${limit}; give an integer from 0 on`);
  return Math.min(limit, mostListed);
};

/**
 * Counts what is in a store, and lists the part that people look at. Reads the open waits once, and of all that is over
 * only what an index gives: for a page that asks each second, not for each poll.
 */
export const readOverview = async (sql: Sql, source: OverviewSource, limit: number): Promise<StoreOverview> => {
  const { schema } = source;
  const queue = queueSchemaOf(schema);
  const [waits] = await sql.query(
    `SELECT ${ms("clock_timestamp()")} AS at_ms, count(*)::float8 AS open, count(*) FILTER (WHERE good_at IS NULL)::float8 AS unpolled,
  COALESCE(extract(epoch from clock_timestamp() - min(created_at) FILTER (WHERE good_at IS NULL)) * 1000, 0)::float8 AS oldest_ms
FROM ${schema}.wait WHERE ended_at IS NULL`,
  );
  const [facts] = await sql.query(
    `SELECT (SELECT COALESCE(max(number), 0)::text FROM ${schema}.result) AS cursor, (SELECT shards::float8 FROM ${schema}.store) AS shards,
  (SELECT count(*)::float8 FROM ${schema}.intent WHERE responded_at IS NULL) AS intents,
  (SELECT count(*)::float8 FROM ${queue}.job WHERE name = 'shard' AND state = 'active') AS leased,
  (SELECT count(*)::float8 FROM ${queue}.job WHERE name = '${webhookQueue}' AND state IN ('created', 'active')) AS queued,
  (SELECT count(*)::float8 FROM ${queue}.job WHERE name = '${webhookQueue}' AND state = 'retry') AS retrying,
  (SELECT count(*)::float8 FROM ${queue}.job WHERE name = '${deadWebhookQueue}' AND state = 'created') AS dead,
  (SELECT count(*)::float8 FROM ${queue}.job WHERE name = '${webhookQueue}' AND state = 'completed'
    AND completed_on > clock_timestamp() - interval '1 hour') AS delivered`,
  );
  const problems = await sql.query(
    `SELECT problem AS name, count(*)::float8 AS count FROM ${schema}.wait WHERE ended_at IS NULL AND problem IS NOT NULL GROUP BY 1 ORDER BY 1`,
  );
  const lastHour = await sql.query(
    `SELECT phase AS name, count(*)::float8 AS count FROM ${schema}.result
WHERE ended_at > clock_timestamp() - interval '1 hour' GROUP BY 1 ORDER BY 1`,
  );
  const workers = await sql.query(
    `SELECT id::text, name, capacity::float8, waits::float8, array_to_string(shards, ',') AS shards,
  (seen_at > clock_timestamp() - interval '10 s')::int::float8 AS live, ${ms("started_at")} AS started_ms, ${ms("seen_at")} AS seen_ms
FROM ${schema}.worker ORDER BY live DESC, started_at LIMIT ${mostListed}`,
  );
  const limits = await sql.query(
    `SELECT rate_limit_group AS name, GREATEST(0, next_at - ${ms("clock_timestamp()")})::float8 AS ahead_ms
FROM ${schema}.limiter ORDER BY 1 LIMIT ${mostListed}`,
  );
  const lists = limit === 0 ? noLists : await readLists(sql, source, limit);
  return {
    atMs: Number(waits?.["at_ms"]),
    waits: {
      open: Number(waits?.["open"]),
      unpolled: Number(waits?.["unpolled"]),
      oldestUnpolledMs: Number(waits?.["oldest_ms"]),
      problems: countsOf(problems),
      list: lists.waits,
    },
    results: { lastCursor: String(facts?.["cursor"]), lastHour: countsOf(lastHour), list: lists.results },
    intents: { open: Number(facts?.["intents"]), list: lists.intents },
    shards: { count: Number(facts?.["shards"]), leased: Number(facts?.["leased"]) },
    workers: workers.map(workerOf),
    rateLimits: limits.map((row) => rateLimitOf(row, source)),
    deliveries: {
      queued: Number(facts?.["queued"]),
      retrying: Number(facts?.["retrying"]),
      dead: Number(facts?.["dead"]),
      deliveredLastHour: Number(facts?.["delivered"]),
      list: lists.deliveries,
      disabledEndpoints: lists.endpoints,
    },
  };
};

interface Lists {
  readonly waits: readonly OpenWaitOverview[];
  readonly results: readonly ResultOverview[];
  readonly intents: readonly CreateIntent[];
  readonly deliveries: readonly DeliveryOverview[];
  readonly endpoints: readonly EndpointOverview[];
}

const noLists: Lists = { waits: [], results: [], intents: [], deliveries: [], endpoints: [] };

const readLists = async (sql: Sql, source: OverviewSource, limit: number): Promise<Lists> => {
  const { schema } = source;
  const queue = queueSchemaOf(schema);
  const waits = await sql.query(
    `SELECT id::text, api, name, job_id, account, key, shard::float8, ${ms("created_at")} AS created_ms, ${ms("deadline")} AS deadline_ms,
  (good_at IS NOT NULL)::int::float8 AS good, problem, webhook::text
FROM ${schema}.wait WHERE ended_at IS NULL
ORDER BY problem IS NULL, good_at IS NOT NULL, created_at LIMIT $1`,
    [limit],
  );
  const results = await sql.query(
    `SELECT r.number::text, r.wait_id::text, r.phase, ${ms("r.ended_at")} AS ended_ms, ${ms("w.created_at")} AS created_ms,
  w.api, w.name, w.job_id, w.account, w.key, CASE WHEN r.phase NOT IN ('succeeded', 'partial', 'failed') THEN r.outcome::text END AS outcome
FROM ${schema}.result r JOIN ${schema}.wait w ON w.id = r.wait_id ORDER BY r.number DESC LIMIT $1`,
    [limit],
  );
  const deliveries = await sql.query(
    `(${deliveriesIn(queue, deadWebhookQueue, "state = 'created'")})
UNION ALL (${deliveriesIn(queue, webhookQueue, "state = 'retry'")})
UNION ALL (${deliveriesIn(queue, webhookQueue, "state IN ('created', 'active')")})
LIMIT $1`,
    [limit],
  );
  const endpoints = await sql.query(
    `SELECT url, reason, ${ms("disabled_at")} AS disabled_ms FROM ${schema}.endpoint ORDER BY disabled_at DESC LIMIT $1`,
    [limit],
  );
  return {
    waits: waits.map(openWaitOf),
    results: results.map(resultOf),
    intents: await source.openIntents(sql, limit),
    deliveries: deliveries.map(deliveryOf),
    endpoints: endpoints.map((row) => ({
      origin: originOf(row["url"]),
      reason: String(row["reason"]),
      disabledAtMs: Number(row["disabled_ms"]),
    })),
  };
};

const ms = (time: string): string => `(extract(epoch from ${time}) * 1000)::float8`;

const deliveriesIn = (queue: string, name: string, which: string): string =>
  `SELECT name, state::text, data::text, output::text, retry_count::float8 AS tries, ${ms("created_on")} AS created_ms, ${ms("start_after")} AS next_ms
FROM ${queue}.job WHERE name = '${name}' AND ${which} ORDER BY created_on DESC LIMIT $1`;

const countsOf = (rows: readonly Row[]): Record<string, number> =>
  Object.fromEntries(rows.map((row) => [String(row["name"]), Number(row["count"])]));

const accountOf = (row: Row): { readonly account?: string } =>
  row["account"] === "" ? {} : { account: String(row["account"]) };

const openWaitOf = (row: Row): OpenWaitOverview => ({
  id: String(row["id"]),
  api: String(row["api"]),
  job: String(row["name"]),
  jobId: String(row["job_id"]),
  ...accountOf(row),
  key: String(row["key"]),
  shard: Number(row["shard"]),
  createdAtMs: Number(row["created_ms"]),
  ...(row["deadline_ms"] !== null && { deadlineAtMs: Number(row["deadline_ms"]) }),
  wasPolled: row["good"] === 1,
  ...(row["problem"] !== null && { problem: String(row["problem"]) }),
  ...(row["webhook"] !== null && { webhookOrigin: originOf(memberOf(parsed(row["webhook"]), "url")) }),
});

const resultOf = (row: Row): ResultOverview => {
  const message = memberOf(parsed(row["outcome"]), "message");
  return {
    cursor: String(row["number"]),
    waitId: String(row["wait_id"]),
    api: String(row["api"]),
    job: String(row["name"]),
    jobId: String(row["job_id"]),
    ...accountOf(row),
    key: String(row["key"]),
    // We wrote it; a type is all that is lost on the way.
    phase: row["phase"] as WaitPhase,
    createdAtMs: Number(row["created_ms"]),
    endedAtMs: Number(row["ended_ms"]),
    ...(typeof message === "string" && { message: message.slice(0, longestText) }),
  };
};

const workerOf = (row: Row): WorkerOverview => ({
  id: String(row["id"]),
  name: String(row["name"]),
  isLive: row["live"] === 1,
  capacity: Number(row["capacity"]),
  waits: Number(row["waits"]),
  shards: String(row["shards"]).split(",").filter(Boolean).map(Number),
  startedAtMs: Number(row["started_ms"]),
  seenAtMs: Number(row["seen_ms"]),
});

const rateLimitOf = (row: Row, { requestsPerSecond }: OverviewSource): RateLimitOverview => {
  const [api, baseUrl, account]: unknown[] = JSON.parse(String(row["name"]));
  const rate = requestsPerSecond(String(api));
  return {
    api: String(api),
    baseUrl: String(baseUrl),
    ...accountOf({ account }),
    ...(rate !== undefined && { requestsPerSecond: rate }),
    aheadMs: Number(row["ahead_ms"]),
  };
};

const deliveryStates: Readonly<Record<string, DeliveryOverview["state"]>> = {
  created: "queued",
  retry: "retry",
  active: "active",
};

const deliveryOf = (row: Row): DeliveryOverview => {
  const state = row["name"] === deadWebhookQueue ? "dead" : (deliveryStates[String(row["state"])] ?? "queued");
  // pg-boss writes its own messages one level deeper than ours.
  const output = parsed(row["output"]);
  const message = memberOf(output, "message") ?? memberOf(memberOf(output, "value"), "message");
  const data = parsed(row["data"]);
  return {
    waitId: String(memberOf(data, "waitId")),
    state,
    origin: originOf(memberOf(data, "url")),
    tries: Number(row["tries"]),
    createdAtMs: Number(row["created_ms"]),
    ...(state === "retry" && { nextAtMs: Number(row["next_ms"]) }),
    ...(typeof message === "string" && { message: message.slice(0, longestText) }),
  };
};

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;

const parsed = (json: unknown): unknown => (typeof json === "string" ? JSON.parse(json) : undefined);

const originOf = (url: unknown): string => (typeof url === "string" && URL.canParse(url) ? new URL(url).origin : "");
