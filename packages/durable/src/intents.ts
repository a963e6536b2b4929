import { createHash } from "node:crypto";

import { type Database, type Row, type Sql, storableText } from "./database.ts";

/** How long after it was sent a create may still get its response, before its intent counts as unknown. */
const inFlightMs = 120_000;

/**
 * A create that was meant to be sent: stored before it is.
 * - `in-flight`: sent less than two minutes ago.
 * - `started`: its job is known, and waited for.
 * - `unknown`: its response never came, or was never stored. Its job may be running and billed.
 */
export interface CreateIntent {
  readonly id: string;
  readonly api?: string;
  readonly operation: string;
  readonly key?: string;
  readonly account?: string;
  readonly state: "in-flight" | "started" | "unknown";
  readonly sentAtMs: number;
  /** Which process sent it, as its host and process id. */
  readonly process: string;
  /** What the call rejected with, where it did. */
  readonly failure?: string;
  readonly waitId?: string;
  readonly inputHash: string;
}

/** What a new intent is made of. */
export interface NewIntent {
  readonly id: string;
  readonly account: string;
  readonly api: string;
  readonly operation: string;
  readonly key: string | undefined;
  readonly inputHash: string;
  readonly process: string;
}

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([name, member]) => [name, sorted(member)]),
  );
};

/** A hash of a JSON value, the same for every order of its members. */
export const hashOf = (value: unknown): string =>
  createHash("sha256")
    .update(JSON.stringify(sorted(JSON.parse(JSON.stringify(value ?? null)))) ?? "null")
    .digest("hex");

const columns = `id::text, api, operation, key, account, input_hash, process, failure, wait_id::text,
  (extract(epoch from sent_at) * 1000)::float8 AS sent_ms, (extract(epoch from clock_timestamp() - sent_at) * 1000)::float8 AS age_ms,
  (responded_at IS NOT NULL)::int::float8 AS responded`;

/** The table of intents: committed before a create is sent, so that no crash can hide one. */
export class IntentTable {
  readonly #table: string;
  readonly #waits: string;

  constructor(schema: string) {
    this.#table = `${schema}.intent`;
    this.#waits = `${schema}.wait`;
  }

  /** Commits an intent; gives the one that holds its key already, if there is one. */
  async begin(database: Database, intent: NewIntent): Promise<CreateIntent | undefined> {
    const [begun] = await database.queryAgain(
      `INSERT INTO ${this.#table} (id, account, api, operation, key, input_hash, process) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT DO NOTHING RETURNING id::text`,
      [intent.id, intent.account, intent.api, intent.operation, intent.key ?? null, intent.inputHash, intent.process],
    );
    if (begun !== undefined) return undefined;
    const [held] = await database.queryAgain(
      `SELECT ${columns} FROM ${this.#table} WHERE account = $1 AND api = $2 AND operation = $3 AND key = $4 OR id = $5`,
      [intent.account, intent.api, intent.operation, intent.key ?? null, intent.id],
    );
    // Ours: the statement was sent again after it had succeeded.
    if (held === undefined) return this.begin(database, intent);
    return held["id"] === intent.id ? undefined : intentOf(held);
  }

  async started(sql: Sql, id: string, identity: string, waitId: string): Promise<void> {
    await sql.query(
      `UPDATE ${this.#table} SET responded_at = clock_timestamp(), identity = $2, wait_id = $3, failure = NULL WHERE id = $1`,
      [id, identity, waitId],
    );
  }

  /** The create may have started a job all the same. */
  async failed(database: Database, id: string, failure: string): Promise<void> {
    await database.queryAgain(`UPDATE ${this.#table} SET failure = $2 WHERE id = $1`, [id, storableText(failure)]);
  }

  /** The create is known to have started nothing, or somebody looked and decided: its key may be used again. */
  async drop(database: Database, id: string): Promise<boolean> {
    const rows = await database.queryAgain(
      `DELETE FROM ${this.#table} WHERE id = $1 AND responded_at IS NULL RETURNING id::text`,
      [id],
    );
    return rows.length > 0;
  }

  /** Intents without a response, the oldest first. */
  async open(sql: Sql, limit: number): Promise<readonly CreateIntent[]> {
    const rows = await sql.query(
      `SELECT ${columns} FROM ${this.#table} WHERE responded_at IS NULL ORDER BY sent_at LIMIT $1`,
      [limit],
    );
    return rows.map(intentOf);
  }

  /** Not those whose wait is still there: as long as it is, its key gives it, and sends no second create. */
  async purge(sql: Sql, olderThanMs: number): Promise<void> {
    await sql.query(
      `DELETE FROM ${this.#table} i WHERE responded_at < clock_timestamp() - $1::float8 * interval '1 ms'
  AND NOT EXISTS (SELECT FROM ${this.#waits} w WHERE w.id = i.wait_id)`,
      [olderThanMs],
    );
  }
}

const stateOf = (row: Row): CreateIntent["state"] => {
  if (row["responded"] === 1) return "started";
  return row["failure"] === null && Number(row["age_ms"]) < inFlightMs ? "in-flight" : "unknown";
};

const intentOf = (row: Row): CreateIntent => ({
  id: String(row["id"]),
  ...(row["api"] !== "" && { api: String(row["api"]) }),
  operation: String(row["operation"]),
  ...(row["key"] !== null && { key: String(row["key"]) }),
  ...(row["account"] !== "" && { account: String(row["account"]) }),
  state: stateOf(row),
  sentAtMs: Number(row["sent_ms"]),
  process: String(row["process"]),
  ...(row["failure"] !== null && { failure: String(row["failure"]) }),
  ...(row["wait_id"] !== null && { waitId: String(row["wait_id"]) }),
  inputHash: String(row["input_hash"]),
});
