import { getConstructionPlans } from "pg-boss";

import type { Database, Sql } from "./database.ts";
import { DurableError } from "./durable-error.ts";

/** How many leases the open waits are spread over: as many workers can share them. Fixed when a store is created. */
export const shardCount = 64;

/** The schema of pg-boss, which keeps the leases and the deliveries. */
export const queueSchemaOf = (schema: string): string => `${schema}_queue`;

/** Each is run once, in this order; none is ever changed after a release, and none goes back. */
const migrations: readonly ((schema: string) => string)[] = [
  (schema) => `
CREATE TABLE ${schema}.wait (
  id uuid PRIMARY KEY,
  account text NOT NULL,
  identity text NOT NULL,
  key text NOT NULL,
  shard smallint NOT NULL,
  api text NOT NULL,
  name text NOT NULL,
  job_id text NOT NULL,
  saved json NOT NULL,
  options json NOT NULL,
  data json,
  webhook json,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  deadline timestamptz,
  good_at timestamptz,
  wake_at timestamptz,
  ended_at timestamptz,
  phase text,
  result_number bigint,
  problem text,
  changed xid8 NOT NULL DEFAULT pg_current_xact_id(),
  UNIQUE (identity, key)
) WITH (fillfactor = 80);
CREATE INDEX wait_open ON ${schema}.wait (shard, id) WHERE ended_at IS NULL;
CREATE INDEX wait_changed ON ${schema}.wait (changed) WHERE ended_at IS NULL OR phase = 'stopped';
CREATE INDEX wait_job ON ${schema}.wait (job_id) WHERE ended_at IS NULL;
CREATE INDEX wait_ended ON ${schema}.wait (ended_at) WHERE ended_at IS NOT NULL;

CREATE SEQUENCE ${schema}.result_number;
CREATE TABLE ${schema}.result (
  number bigint PRIMARY KEY,
  wait_id uuid NOT NULL,
  ended_at timestamptz NOT NULL,
  phase text NOT NULL,
  outcome json NOT NULL
);
CREATE INDEX result_wait ON ${schema}.result (wait_id);
CREATE INDEX result_ended ON ${schema}.result (ended_at);

CREATE TABLE ${schema}.intent (
  id uuid PRIMARY KEY,
  account text NOT NULL,
  api text NOT NULL,
  operation text NOT NULL,
  key text,
  input_hash text NOT NULL,
  process text NOT NULL,
  sent_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  responded_at timestamptz,
  failure text,
  identity text,
  wait_id uuid
);
CREATE UNIQUE INDEX intent_key ON ${schema}.intent (account, api, operation, key) WHERE key IS NOT NULL;
CREATE INDEX intent_open ON ${schema}.intent (sent_at) WHERE responded_at IS NULL;

CREATE TABLE ${schema}.limiter (
  rate_limit_group text PRIMARY KEY,
  next_at double precision NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE ${schema}.endpoint (
  url text PRIMARY KEY,
  disabled_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  reason text NOT NULL
);

CREATE TABLE ${schema}.worker (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  capacity integer NOT NULL,
  waits integer NOT NULL DEFAULT 0,
  shards smallint[] NOT NULL DEFAULT '{}',
  started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  seen_at timestamptz NOT NULL DEFAULT clock_timestamp()
) WITH (fillfactor = 50);

CREATE TABLE ${schema}.store (
  is_single boolean PRIMARY KEY DEFAULT true CHECK (is_single),
  shards smallint NOT NULL,
  purged_through bigint NOT NULL DEFAULT 0
);
INSERT INTO ${schema}.store (shards) VALUES (${shardCount});`,
];

const versionTable = (schema: string): string =>
  `CREATE SCHEMA IF NOT EXISTS ${schema};
CREATE TABLE IF NOT EXISTS ${schema}.version (is_single boolean PRIMARY KEY DEFAULT true CHECK (is_single), version integer NOT NULL);
INSERT INTO ${schema}.version (version) VALUES (0) ON CONFLICT DO NOTHING;`;

/** An advisory lock's number: the same for everybody who migrates a store of this name. */
const lockOf = (schema: string): string => `hashtext('genwait ${schema} migration')`;

/**
 * The SQL that creates the store, for those who run it by hand: run it as an owner, then use `migrate: false`.
 * It is for an empty database; with `from`, only what came after that version of our schema (pg-boss prints its own
 * migrations with `npx pg-boss plans`).
 */
export const printMigrations = ({ schema = "genwait", from = 0 }: { schema?: string; from?: number } = {}): string => {
  checkSchema(schema);
  const ours = `BEGIN;
SELECT pg_advisory_xact_lock(${lockOf(schema)});
${versionTable(schema)}
${migrations
  .slice(from)
  .map((migration) => migration(schema).trim())
  .join("\n\n")}
UPDATE ${schema}.version SET version = ${migrations.length};
COMMIT;
`;
  return from === 0 ? `${ours}\n${getConstructionPlans(queueSchemaOf(schema)).trim()}\n` : ours;
};

/** @throws TypeError for a name that would have to be quoted. */
export const checkSchema = (schema: string): void => {
  if (!/^[a-z_][a-z0-9_]{0,39}$/.test(schema)) {
    throw new TypeError("schema must be a name of lower-case letters, digits and _, at most 40 characters long");
  }
};

const versionOf = async (sql: Sql, schema: string): Promise<number> => {
  const [found] = await sql.query("SELECT to_regclass($1)::text AS name", [`${schema}.version`]);
  if (typeof found?.["name"] !== "string") return 0;
  const [row] = await sql.query(`SELECT version::float8 AS version FROM ${schema}.version`);
  return Number(row?.["version"] ?? 0);
};

/** The version of pg-boss's own schema that this package's pg-boss makes; it tells it nowhere else. */
const queueVersionOf = (queueSchema: string): number => {
  const [, version] = /\.version\s*\(version\) VALUES \('(\d+)'\)/.exec(getConstructionPlans(queueSchema)) ?? [];
  return Number(version);
};

/** pg-boss itself goes on with whatever is newer than what it knows. */
const checkQueues = async (database: Database, schema: string): Promise<void> => {
  const queueSchema = queueSchemaOf(schema);
  const [version, known] = [await versionOf(database, queueSchema), queueVersionOf(queueSchema)];
  if (version > known) {
    throw new DurableError(
      `Failed to open the store: its queues are version ${version} of pg-boss's schema, and this version of @genwait/durable knows ${known}. Upgrade @genwait/durable.`,
      { reason: "newer-schema" },
    );
  }
};

/** Brings the store's schema to this package's version, or says why it must not. */
export const migrate = async (database: Database, schema: string, allowed: boolean): Promise<void> => {
  const version = await versionOf(database, schema);
  const known = migrations.length;
  if (version > known) {
    throw new DurableError(
      `Failed to open the store: its schema is version ${version}, and this version of @genwait/durable knows ${known}. Upgrade @genwait/durable.`,
      { reason: "newer-schema" },
    );
  }
  await checkQueues(database, schema);
  if (version === known) return;
  if (!allowed) {
    throw new DurableError(
      `Failed to open the store: its schema is version ${version}, version ${known} is needed, and migrate is false. Run what printMigrations({ from: ${version} }) gives.`,
      { reason: "old-schema" },
    );
  }
  await database.transaction(async (sql) => {
    await sql.query(`SELECT pg_advisory_xact_lock(${lockOf(schema)})`);
    await sql.query(versionTable(schema));
    // Another process may have migrated while we waited for the lock.
    const current = await versionOf(sql, schema);
    for (const migration of migrations.slice(current)) await sql.query(migration(schema));
    await sql.query(`UPDATE ${schema}.version SET version = GREATEST(version, ${known})`);
  });
};
