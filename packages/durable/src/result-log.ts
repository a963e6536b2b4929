import type { JobResult, SavedJob } from "@genwait/lifecycle";

import type { Database, Row, Sql } from "./database.ts";
import { DurableError } from "./durable-error.ts";
import { queueSchemaOf } from "./migrations.ts";
import type { WaitPhase, WebhookTarget } from "./wait-table.ts";

/** Why a wait ended before its job, as data. */
export interface WaitFailure {
  readonly message: string;
  /** Polls that were started since the last restart of a worker. */
  readonly attempts?: number | undefined;
  /** The last state that a poll told. */
  readonly lastState?: unknown;
  /** The last error: its kind, its HTTP code and its message. */
  readonly lastError?: unknown;
}

interface ResultFacts {
  /** Where this result stands in the order of all: give it as `after` to go on behind it. */
  readonly cursor: string;
  readonly waitId: string;
  readonly api: string;
  readonly name: string;
  readonly jobId: string;
  readonly account?: string;
  /** The key that the wait or its create was given; empty without one. */
  readonly key: string;
  readonly job: SavedJob;
  readonly data?: unknown;
  /** When the wait was made, by the database's clock. */
  readonly createdAtMs: number;
  readonly endedAtMs: number;
}

/** How a wait ended; told apart by `phase`. A job's failure is a state, an end before the job's is a failure of the wait. */
export type WaitResult = ResultFacts &
  (
    | { readonly phase: "succeeded" | "partial" | "failed"; readonly state: JobResult; readonly failure?: undefined }
    | {
        readonly phase: Exclude<WaitPhase, "succeeded" | "partial" | "failed">;
        readonly failure: WaitFailure;
        readonly state?: undefined;
      }
  );

/** A result that a worker wants to record. */
export interface Outcome {
  readonly waitId: string;
  readonly phase: WaitPhase;
  /** The state of a job that has ended, or a {@link WaitFailure}. */
  readonly value: unknown;
  /** The lease that the wait belongs to; absent for a stop, which needs none. */
  readonly lease?: LeaseFence | undefined;
}

/** Proof of a lease: pg-boss counts up with each that it gives out for a shard. */
export interface LeaseFence {
  readonly id: string;
  readonly retryCount: number;
}

/** What became of an outcome; `busy`: a transaction of somebody else's holds the wait, try again. */
export type Recorded = "recorded" | "ended-before" | "lease-lost" | "busy";

/** A result with the webhook that it is to be sent to. */
export interface RecordedResult {
  readonly waitId: string;
  readonly number: string;
  readonly webhook: WebhookTarget;
}

/** The queue of leases in pg-boss. */
export const leaseQueue = "shard";

/** The channel that tells readers that there are results. */
export const resultChannelOf = (schema: string): string => `${schema}_result`;

const columns = `r.number::text, r.wait_id::text, (extract(epoch from r.ended_at) * 1000)::float8 AS ended_ms, r.phase, r.outcome::text,
  (extract(epoch from w.created_at) * 1000)::float8 AS created_ms, w.api, w.name, w.job_id, w.account, w.key, w.saved::text, w.data::text,
  w.webhook::text`;

/**
 * Results in one order, each recorded once. The number is taken under a lock that is held until the commit: a plain
 * serial is seen out of order, and a reader that goes on behind the highest would miss what commits later.
 */
export class ResultLog {
  readonly #schema: string;
  readonly #queueSchema: string;
  /** Queues the webhooks of results in the transaction that records them. */
  readonly #queueWebhooks: (sql: Sql, results: readonly RecordedResult[]) => Promise<void>;

  constructor(schema: string, queueWebhooks: (sql: Sql, results: readonly RecordedResult[]) => Promise<void>) {
    this.#schema = schema;
    this.#queueSchema = queueSchemaOf(schema);
    this.#queueWebhooks = queueWebhooks;
  }

  /** Records outcomes in one transaction; what became of each, in their order. */
  async record(database: Database, outcomes: readonly Outcome[]): Promise<readonly Recorded[]> {
    return database.transaction(async (sql) => {
      const held = await this.#lockLeases(sql, outcomes);
      const isHeld = ({ lease }: Outcome): boolean => lease === undefined || held.get(lease.id) === lease.retryCount;
      const wanted = outcomes.filter(isHeld);
      const status = await this.#lockWaits(sql, wanted);
      const ready = wanted.filter(({ waitId }) => status.get(waitId) === "ready");
      if (ready.length > 0) await this.#write(sql, ready);
      return outcomes.map((outcome) => {
        if (!isHeld(outcome)) return "lease-lost";
        const found = status.get(outcome.waitId);
        return found === "ready" ? "recorded" : (found ?? "ended-before");
      });
    });
  }

  /** Results behind a cursor, in order. */
  async after(sql: Sql, cursor: string, limit: number): Promise<readonly WaitResult[]> {
    const rows = await sql.query(
      `SELECT ${columns} FROM ${this.#schema}.result r JOIN ${this.#schema}.wait w ON w.id = r.wait_id
WHERE r.number > $1::bigint ORDER BY r.number LIMIT $2`,
      [cursor, limit],
    );
    const [store] = await sql.query(`SELECT purged_through::text AS purged FROM ${this.#schema}.store`);
    const purged = BigInt(String(store?.["purged"] ?? "0"));
    if (cursor !== "0" && BigInt(cursor) < purged) {
      throw new DurableError(
        `Failed to read results after ${cursor}: results up to ${purged} have been purged. Read from the beginning, or keep results longer (retention.resultsMs).`,
        { reason: "cursor-expired" },
      );
    }
    return rows.map(resultOf);
  }

  async byNumber(sql: Sql, number: string): Promise<WaitResult | undefined> {
    const [row] = await sql.query(
      `SELECT ${columns} FROM ${this.#schema}.result r JOIN ${this.#schema}.wait w ON w.id = r.wait_id WHERE r.number = $1::bigint`,
      [number],
    );
    return row && resultOf(row);
  }

  /** The results of those waits that have ended. */
  async ofWaits(sql: Sql, waitIds: readonly string[]): Promise<readonly WaitResult[]> {
    const rows = await sql.query(
      `SELECT ${columns} FROM ${this.#schema}.wait w JOIN ${this.#schema}.result r ON r.number = w.result_number
WHERE w.id = ANY($1::uuid[]) AND w.ended_at IS NOT NULL`,
      [waitIds],
    );
    return rows.map(resultOf);
  }

  /** Forgets what ended longer ago than this; open waits stay for ever. Gives how many waits that were. */
  async purge(database: Database, olderThanMs: number): Promise<number> {
    return database.transaction(async (sql) => {
      const age = `clock_timestamp() - $1::float8 * interval '1 ms'`;
      await sql.query(
        `WITH gone AS (DELETE FROM ${this.#schema}.result WHERE ended_at < ${age} RETURNING number)
UPDATE ${this.#schema}.store SET purged_through = GREATEST(purged_through, (SELECT max(number) FROM gone))`,
        [olderThanMs],
      );
      const waits = await sql.query(`DELETE FROM ${this.#schema}.wait WHERE ended_at < ${age} RETURNING 1 AS gone`, [
        olderThanMs,
      ]);
      return waits.length;
    });
  }

  /** A lease that pg-boss gave to somebody else meanwhile is not there any more, or has another count. */
  async #lockLeases(sql: Sql, outcomes: readonly Outcome[]): Promise<ReadonlyMap<string, number>> {
    const ids = new Set(outcomes.flatMap(({ lease }) => (lease === undefined ? [] : [lease.id])));
    if (ids.size === 0) return new Map();
    const rows = await sql.query(
      `SELECT id::text, retry_count::float8 AS retry_count FROM ${this.#queueSchema}.job
WHERE name = $1 AND id = ANY($2::uuid[]) AND state = 'active' FOR SHARE`,
      [leaseQueue, [...ids]],
    );
    return new Map(rows.map((row) => [String(row["id"]), Number(row["retry_count"])]));
  }

  // Before the one lock of all results: nobody's long transaction may hold that up.
  async #lockWaits(sql: Sql, outcomes: readonly Outcome[]): Promise<ReadonlyMap<string, "ready" | "busy">> {
    if (outcomes.length === 0) return new Map();
    const ids = outcomes.map(({ waitId }) => waitId);
    const open = await sql.query(
      `SELECT id::text FROM ${this.#schema}.wait WHERE id = ANY($1::uuid[]) AND ended_at IS NULL`,
      [ids],
    );
    const locked = await sql.query(
      `SELECT id::text FROM ${this.#schema}.wait WHERE id = ANY($1::uuid[]) AND ended_at IS NULL ORDER BY id FOR UPDATE SKIP LOCKED`,
      [ids],
    );
    return new Map([
      ...open.map((row) => [String(row["id"]), "busy"] as const),
      ...locked.map((row) => [String(row["id"]), "ready"] as const),
    ]);
  }

  async #write(sql: Sql, outcomes: readonly Outcome[]): Promise<void> {
    await sql.query(`SELECT pg_advisory_xact_lock(hashtext('${this.#schema} result'))`);
    const rows = await sql.query(
      `WITH given AS (SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[]) AS g (id, phase, outcome)),
numbered AS (SELECT id, phase, outcome, nextval('${this.#schema}.result_number') AS number FROM given),
ended AS (
  UPDATE ${this.#schema}.wait w SET ended_at = clock_timestamp(), phase = n.phase, result_number = n.number, problem = NULL,
    changed = CASE WHEN n.phase = 'stopped' THEN pg_current_xact_id() ELSE w.changed END
  FROM numbered n WHERE w.id = n.id RETURNING w.id, w.ended_at, w.webhook, n.phase, n.outcome, n.number
),
kept AS (
  INSERT INTO ${this.#schema}.result (number, wait_id, ended_at, phase, outcome)
  SELECT number, id, ended_at, phase, outcome::json FROM ended
)
SELECT id::text, number::text, webhook::text FROM ended`,
      [
        outcomes.map(({ waitId }) => waitId),
        outcomes.map(({ phase }) => phase),
        outcomes.map(({ value }) => JSON.stringify(value ?? null)),
      ],
    );
    const told = rows.flatMap((row) =>
      typeof row["webhook"] === "string"
        ? [
            {
              waitId: String(row["id"]),
              number: String(row["number"]),
              webhook: JSON.parse(row["webhook"]) as WebhookTarget,
            },
          ]
        : [],
    );
    if (told.length > 0) await this.#queueWebhooks(sql, told);
    await sql.query(
      `SELECT pg_notify('${resultChannelOf(this.#schema)}', '')${outcomes
        .filter(({ phase }) => phase === "stopped")
        .map((_, index) => `, pg_notify('${this.#schema}_wait', $${index + 1})`)
        .join("")}`,
      outcomes.filter(({ phase }) => phase === "stopped").map(({ waitId }) => waitId),
    );
  }
}

/** A row of the columns above. We wrote the JSON in them; a type is all that is lost on the way. */
const resultOf = (row: Row): WaitResult => {
  const value: unknown = JSON.parse(String(row["outcome"]));
  const facts: ResultFacts = {
    cursor: String(row["number"]),
    waitId: String(row["wait_id"]),
    api: String(row["api"]),
    name: String(row["name"]),
    jobId: String(row["job_id"]),
    ...(row["account"] !== "" && { account: String(row["account"]) }),
    key: String(row["key"]),
    job: JSON.parse(String(row["saved"])) as SavedJob,
    ...(typeof row["data"] === "string" && { data: JSON.parse(row["data"]) as unknown }),
    createdAtMs: Number(row["created_ms"]),
    endedAtMs: Number(row["ended_ms"]),
  };
  const phase = row["phase"] as WaitPhase;
  return phase === "succeeded" || phase === "partial" || phase === "failed"
    ? { ...facts, phase, state: value as JobResult }
    : { ...facts, phase, failure: value as WaitFailure };
};
