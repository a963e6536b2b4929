import { createHash, randomBytes } from "node:crypto";

import type { Phase, SavedJob } from "@genwait/lifecycle";

import type { Row, Sql } from "./database.ts";

/** How a wait ended: its job's phase, or why it ended before its job. */
export type WaitPhase = Exclude<Phase, "pending"> | "timeout" | "refused" | "gave-up" | "invalid-response" | "stopped";

/** How often and how long a stored wait polls; the same words as the options of a poller's wait. */
export interface WaitPollOptions {
  readonly intervalMs?: number | undefined;
  readonly maxErrors?: number | undefined;
  readonly notFoundRetryMs?: number | undefined;
}

/** Where a wait's result is sent. */
export interface WebhookTarget {
  readonly url: string;
  /** `full` sends the job's body as well. @default thin */
  readonly body?: "thin" | "full" | undefined;
}

/** A wait as it is stored. */
export interface WaitRow {
  readonly id: string;
  readonly identity: string;
  readonly key: string;
  readonly account?: string;
  readonly api: string;
  readonly name: string;
  readonly jobId: string;
  readonly shard: number;
  readonly saved: SavedJob;
  readonly options: WaitPollOptions;
  readonly data?: unknown;
  readonly webhook?: WebhookTarget;
  readonly createdAtMs: number;
  /** What is left until its deadline, by the database's clock; absent without one. */
  readonly remainingMs?: number;
  /** Its job was polled well before. */
  readonly isGood: boolean;
  readonly wokenAtMs?: number;
  readonly endedAtMs?: number;
  readonly phase?: WaitPhase;
  readonly resultNumber?: string;
  /** Why nobody polls it, such as a client that is missing. */
  readonly problem?: string;
  /** Differs after every change that a worker has to know of. */
  readonly changed: string;
}

/** What a new wait is made of. */
export interface NewWait {
  readonly id: string;
  readonly identity: string;
  readonly key: string;
  readonly saved: SavedJob;
  readonly options: WaitPollOptions;
  readonly timeoutMs?: number | undefined;
  readonly data?: unknown;
  readonly webhook?: WebhookTarget | undefined;
}

/** Which waits `find` gives. */
export interface WaitFilter {
  readonly open?: boolean | undefined;
  readonly api?: string | undefined;
  readonly account?: string | undefined;
  readonly key?: string | undefined;
  readonly jobId?: string | undefined;
  readonly phase?: WaitPhase | undefined;
  /** How many at most. @default 1000 */
  readonly limit?: number | undefined;
  /** The id of the last wait of the page before. */
  readonly after?: string | undefined;
}

/** Whose polls a wake is for. */
export interface WakeTarget {
  readonly waitId?: string | undefined;
  readonly api?: string | undefined;
  readonly name?: string | undefined;
  readonly jobId?: string | undefined;
  readonly account?: string | undefined;
}

/** Phases of a wait whose job has ended: waiting again gives the same result. */
const finalPhases = ["succeeded", "partial", "failed"] as const;

const isFinal = (phase: WaitPhase | undefined): boolean => finalPhases.some((final) => final === phase);

/** Whether a stored wait will never change any more. */
export const hasJobResult = (wait: WaitRow): boolean => wait.endedAtMs !== undefined && isFinal(wait.phase);

/** An id that sorts by its time, made here: the same statement can be sent again without a second row. */
export const uuidV7 = (nowMs: number): string => {
  const bytes = randomBytes(16);
  // A clock may be set to anything.
  bytes.writeUIntBE(Math.min(Math.max(0, Math.floor(nowMs) || 0), 2 ** 48 - 1), 0, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};

/** The lease that a job belongs to: all waits of one job share it, so that they share its polls. */
export const shardOf = (identity: string, shards: number): number =>
  createHash("sha256").update(identity).digest().readUInt32BE(0) % shards;

const columns = `id::text, identity, key, account, api, name, job_id, shard::float8, saved::text, options::text, data::text,
  webhook::text, (extract(epoch from created_at) * 1000)::float8 AS created_ms,
  (extract(epoch from deadline - clock_timestamp()) * 1000)::float8 AS remaining_ms, (good_at IS NOT NULL)::int::float8 AS good,
  (extract(epoch from wake_at) * 1000)::float8 AS wake_ms, (extract(epoch from ended_at) * 1000)::float8 AS ended_ms,
  phase, result_number::text, problem, changed::text`;

/** The channel that tells workers of a wait that is new, woken or stopped. */
export const waitChannelOf = (schema: string): string => `${schema}_wait`;

/** The table of waits: every statement on it but the one that records results. */
export class WaitTable {
  readonly #table: string;
  readonly #notify: string;
  readonly #shards: number;

  constructor(schema: string, shards: number) {
    this.#table = `${schema}.wait`;
    this.#notify = `pg_notify('${waitChannelOf(schema)}', id::text)`;
    this.#shards = shards;
  }

  /**
   * Stores a wait, or finds it: an open one gets the longer deadline, one that ended before its job is opened again.
   * May be sent again after a broken connection.
   */
  async add(sql: Sql, wait: NewWait): Promise<WaitRow> {
    const { saved } = wait;
    const [added] = await sql.query(
      `WITH added AS (
  INSERT INTO ${this.#table} AS w (id, account, identity, key, shard, api, name, job_id, saved, options, data, webhook, deadline)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, clock_timestamp() + $13::float8 * interval '1 ms')
  ON CONFLICT (identity, key) DO UPDATE SET
    deadline = CASE
      WHEN w.ended_at IS NOT NULL THEN excluded.deadline
      WHEN w.deadline IS NULL OR excluded.deadline IS NULL THEN NULL
      ELSE greatest(w.deadline, excluded.deadline) END,
    options = CASE WHEN w.ended_at IS NOT NULL THEN excluded.options ELSE w.options END,
    ended_at = NULL, phase = NULL, result_number = NULL, changed = pg_current_xact_id()
  WHERE (w.ended_at IS NULL AND w.deadline IS NOT NULL AND (excluded.deadline IS NULL OR excluded.deadline > w.deadline))
    OR w.phase <> ALL ('{${finalPhases.join(",")}}'::text[])
  RETURNING *
)
SELECT ${columns}, ${this.#notify} FROM added`,
      [
        wait.id,
        saved.account ?? "",
        wait.identity,
        wait.key,
        shardOf(wait.identity, this.#shards),
        saved.api,
        saved.name,
        saved.id,
        JSON.stringify(saved),
        JSON.stringify(wait.options),
        jsonOrNull(wait.data),
        jsonOrNull(wait.webhook),
        wait.timeoutMs ?? null,
      ],
    );
    if (added !== undefined) return waitOf(added);
    const [found] = await sql.query(`SELECT ${columns} FROM ${this.#table} WHERE identity = $1 AND key = $2`, [
      wait.identity,
      wait.key,
    ]);
    // A purge can fall between the two statements.
    return found === undefined ? this.add(sql, wait) : waitOf(found);
  }

  async one(sql: Sql, id: string): Promise<WaitRow | undefined> {
    const [row] = await sql.query(`SELECT ${columns} FROM ${this.#table} WHERE id = $1`, [id]);
    return row && waitOf(row);
  }

  async find(sql: Sql, filter: WaitFilter): Promise<readonly WaitRow[]> {
    const rows = await sql.query(
      `SELECT ${columns} FROM ${this.#table}
WHERE ($1::boolean IS NULL OR (ended_at IS NULL) = $1) AND ($2::text IS NULL OR api = $2)
  AND ($3::text IS NULL OR account = $3) AND ($4::text IS NULL OR key = $4) AND ($5::text IS NULL OR phase = $5)
  AND ($6::uuid IS NULL OR id > $6) AND ($8::text IS NULL OR job_id = $8)
ORDER BY id LIMIT $7`,
      [
        filter.open ?? null,
        filter.api ?? null,
        filter.account ?? null,
        filter.key ?? null,
        filter.phase ?? null,
        filter.after ?? null,
        filter.limit ?? 1000,
        filter.jobId ?? null,
      ],
    );
    return rows.map(waitOf);
  }

  /** A page of the open waits of some shards, in the order of their ids. */
  async open(
    sql: Sql,
    shards: readonly number[],
    after: string | undefined,
    limit: number,
  ): Promise<readonly WaitRow[]> {
    const rows = await sql.query(
      `SELECT ${columns} FROM ${this.#table}
WHERE ended_at IS NULL AND shard = ANY($1::smallint[]) AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3`,
      [shards, after ?? null, limit],
    );
    return rows.map(waitOf);
  }

  /**
   * What changed in some shards since a mark of an earlier call, and the next mark. The mark is the oldest transaction
   * that had not ended: whatever commits later is not older, so nothing is missed, and some is seen twice.
   */
  async changed(
    sql: Sql,
    shards: readonly number[],
    since: string | undefined,
  ): Promise<{ readonly mark: string; readonly waits: readonly WaitRow[] }> {
    const rows = await sql.query(
      `SELECT mark.oldest AS mark, w.* FROM (SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS oldest) mark
LEFT JOIN (SELECT ${columns}, changed AS changed_xid, ended_at FROM ${this.#table}
  WHERE (ended_at IS NULL OR phase = 'stopped') AND shard = ANY($1::smallint[]) AND changed >= $2::xid8) w ON true`,
      [shards, since ?? "18446744073709551615"],
    );
    return { mark: String(rows[0]?.["mark"]), waits: rows.filter((row) => row["id"] !== null).map(waitOf) };
  }

  /** The age of the oldest open wait that no poll has found; 0 without any. */
  async oldestUnpolledMs(sql: Sql): Promise<number> {
    const [row] = await sql.query(
      `SELECT COALESCE(extract(epoch from clock_timestamp() - min(created_at)) * 1000, 0)::float8 AS age_ms
FROM ${this.#table} WHERE ended_at IS NULL AND good_at IS NULL`,
    );
    return Number(row?.["age_ms"]);
  }

  /** Waits that a notification named. */
  async some(sql: Sql, ids: readonly string[]): Promise<readonly WaitRow[]> {
    const rows = await sql.query(`SELECT ${columns} FROM ${this.#table} WHERE id = ANY($1::uuid[])`, [ids]);
    return rows.map(waitOf);
  }

  /** Asks whoever polls a job to do so now; gives how many waits that are. */
  async wake(sql: Sql, target: WakeTarget): Promise<number> {
    const rows = await sql.query(
      `WITH woken AS (
  UPDATE ${this.#table} SET wake_at = clock_timestamp(), changed = pg_current_xact_id()
  WHERE ended_at IS NULL AND ($1::uuid IS NULL OR id = $1) AND ($2::text IS NULL OR job_id = $2)
    AND ($3::text IS NULL OR api = $3) AND ($4::text IS NULL OR name = $4) AND ($5::text IS NULL OR account = $5)
    AND (wake_at IS NULL OR wake_at < clock_timestamp() - interval '1 s')
  RETURNING id
)
SELECT id::text, ${this.#notify} FROM woken`,
      [target.waitId ?? null, target.jobId ?? null, target.api ?? null, target.name ?? null, target.account ?? null],
    );
    return rows.length;
  }

  /** Remembers that jobs were polled well: later errors do not mean a wrong address. */
  async markGood(sql: Sql, ids: readonly string[]): Promise<void> {
    await sql.query(
      `UPDATE ${this.#table} SET good_at = clock_timestamp(), problem = NULL WHERE id = ANY($1::uuid[]) AND good_at IS NULL AND ended_at IS NULL`,
      [ids],
    );
  }

  /** Says why nobody polls a wait, or with nothing that somebody does. */
  async setProblem(sql: Sql, id: string, problem: string | undefined): Promise<void> {
    await sql.query(`UPDATE ${this.#table} SET problem = $2 WHERE id = $1 AND problem IS DISTINCT FROM $2`, [
      id,
      problem ?? null,
    ]);
  }
}

const jsonOrNull = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));

const parsed = (value: unknown): unknown => (typeof value === "string" ? JSON.parse(value) : undefined);

/** A row of the columns above. We wrote the JSON in them; a type is all that is lost on the way. */
const waitOf = (row: Row): WaitRow => ({
  id: String(row["id"]),
  identity: String(row["identity"]),
  key: String(row["key"]),
  ...(row["account"] !== "" && { account: String(row["account"]) }),
  api: String(row["api"]),
  name: String(row["name"]),
  jobId: String(row["job_id"]),
  shard: Number(row["shard"]),
  saved: parsed(row["saved"]) as SavedJob,
  options: parsed(row["options"]) as WaitPollOptions,
  ...(row["data"] !== null && { data: parsed(row["data"]) }),
  ...(row["webhook"] !== null && { webhook: parsed(row["webhook"]) as WebhookTarget }),
  createdAtMs: Number(row["created_ms"]),
  ...(row["remaining_ms"] !== null && { remainingMs: Number(row["remaining_ms"]) }),
  isGood: row["good"] === 1,
  ...(row["wake_ms"] !== null && { wokenAtMs: Number(row["wake_ms"]) }),
  ...(row["ended_ms"] !== null && { endedAtMs: Number(row["ended_ms"]) }),
  ...(row["phase"] !== null && { phase: row["phase"] as WaitPhase }),
  ...(row["result_number"] !== null && { resultNumber: String(row["result_number"]) }),
  ...(row["problem"] !== null && { problem: String(row["problem"]) }),
  changed: String(row["changed"]),
});
