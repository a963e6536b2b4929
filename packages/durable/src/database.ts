import { setTimeout as delay } from "node:timers/promises";

import type { Pool, PoolClient } from "pg";

import { DurableError } from "./durable-error.ts";

/** A row as the driver gives it. Our queries cast, so that type parsers of a program's own change nothing. */
export type Row = Readonly<Record<string, unknown>>;

/** What runs SQL: the store, or one transaction on it. */
export interface Sql {
  query(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
}

/**
 * A transaction of the user's own: a client of `pg`, or whatever pg-boss takes as `db`
 * (its adapters make one of Drizzle, Kysely, Knex and Prisma).
 */
export type UserTransaction =
  | { query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }> }
  | { executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }> };

/** The longest message of somebody else's that is stored. */
const longestMessage = 2000;

/** A message of anybody's as a text that PostgreSQL can store: it has no NUL, and an end. */
export const storableText = (text: string): string => text.slice(0, longestMessage).replaceAll("\0", "\u{fffd}");

const asRows = (rows: unknown[]): readonly Row[] =>
  rows.filter((row): row is Row => typeof row === "object" && row !== null);

/** The rows of a result of the driver; a text of several statements gives a result for each. */
const rowsOf = (result: unknown): readonly Row[] => {
  if (Array.isArray(result)) return result.flatMap(rowsOf);
  return typeof result === "object" && result !== null && "rows" in result && Array.isArray(result.rows)
    ? asRows(result.rows)
    : [];
};

/** Runs our statements in a transaction of the user's own. */
export const sqlOf = (transaction: UserTransaction): Sql => ({
  query: async (text, values = []) =>
    rowsOf(
      await ("executeSql" in transaction
        ? transaction.executeSql(text, [...values])
        : transaction.query(text, [...values])),
    ),
});

/** How a database is reached. */
export interface Connection {
  readonly pool: Pool;
  /** Whether NOTIFY reaches other connections; the embedded store has one session for all. */
  readonly notifies: boolean;
  /** What a message may call the store: never with a password. */
  readonly name: string;
  /** Releases what was opened for us; a pool of the user's own stays open. */
  close(): Promise<void>;
}

// What says that no server took the statement, or that the connection broke under it.
const brokenCodes: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOENT",
  "EPIPE",
  "ETIMEDOUT",
  "57P01",
  "57P02",
  "57P03",
  "08000",
  "08001",
  "08003",
  "08004",
  "08006",
]);

const codeOf = (error: unknown): string =>
  typeof error === "object" && error !== null && "code" in error && typeof error.code === "string" ? error.code : "";

/** Whether a statement failed because the connection did, so that another try may succeed. */
export const isBroken = (error: unknown): boolean =>
  brokenCodes.has(codeOf(error)) ||
  (error instanceof AggregateError && error.errors.some(isBroken)) ||
  (error instanceof Error &&
    /Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error/i.test(
      error.message,
    ));

const hints: Readonly<Record<string, (name: string) => string>> = {
  ECONNREFUSED: (name) =>
    `nothing answers at ${name}. Start PostgreSQL there, or use a folder such as ./.genwait as the store`,
  ENOTFOUND: (name) => `the host of ${name} has no address. Check the name`,
  "28P01": (name) => `${name} refused the password. Check the user and the password in the URL`,
  "28000": (name) => `${name} does not let this user in. Check the user, and pg_hba.conf`,
  "3D000": (name) => `the database of ${name} does not exist. Create it with createdb`,
  "42501": (name) =>
    `the user of ${name} lacks a right. Grant it, or run the statements of printMigrations() as an owner`,
  "53100": (name) => `the disk of ${name} is full. Free some space: nothing that was acknowledged is lost`,
  "53300": (name) => `${name} has no connection left. Raise max_connections, or give all workers a pooler`,
};

/** The store's own error, in words that say what to do. */
export const storeError = (doing: string, name: string, error: unknown): DurableError => {
  const first = error instanceof AggregateError ? error.errors[0] : error;
  const reason = hints[codeOf(first)]?.(name) ?? (first instanceof Error ? first.message : "it failed");
  return new DurableError(`Failed to ${doing}: ${reason.replace(/\.$/, "")}.`, { reason: "store", cause: error });
};

/** How long a statement that may be sent again is tried, while a connection breaks or an owner is replaced. */
const retryForMs = 15_000;

/** For a connection that breaks while nobody uses it: the next statement has another one. Unheard, it ends the process. */
export const ignore = (): void => {};

/** The store's statements, transactions and notifications; the only owner of its connections. */
export class Database implements Sql {
  readonly #connection: Connection;
  #listener: PoolClient | undefined;
  readonly #listeners = new Map<string, Set<(payload: string) => void>>();
  #isListening = false;
  #isClosed = false;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  get name(): string {
    return this.#connection.name;
  }

  get notifies(): boolean {
    return this.#connection.notifies;
  }

  async query(text: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    this.#assertOpen();
    return rowsOf(await this.#connection.pool.query(text, values.length === 0 ? undefined : [...values]));
  }

  /** For statements that may run twice: sent again while connections break, for a few seconds. */
  async queryAgain(text: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    const untilMs = performance.now() + retryForMs;
    for (let waitMs = 50; ; waitMs = Math.min(waitMs * 2, 1000)) {
      try {
        return await this.query(text, values);
      } catch (error) {
        if (!isBroken(error) || performance.now() + waitMs > untilMs) throw error;
        await delay(waitMs);
      }
    }
  }

  /** One transaction: committed when the callback resolves, rolled back when it rejects. */
  async transaction<Result>(run: (sql: Sql) => Promise<Result>): Promise<Result> {
    this.#assertOpen();
    const client = await this.#connection.pool.connect();
    // The pool takes its own listener off a client that it hands out; unheard, a broken socket would end the process.
    client.on("error", ignore);
    let failure: Error | undefined;
    try {
      await client.query("BEGIN");
      const result = await run({ query: async (text, values = []) => rowsOf(await client.query(text, [...values])) });
      await client.query("COMMIT");
      return result;
    } catch (error) {
      failure = error instanceof Error ? error : new Error(String(error));
      await client.query("ROLLBACK").then(
        () => (failure = isBroken(error) ? failure : undefined),
        () => {},
      );
      throw error;
    } finally {
      client.off("error", ignore);
      client.release(failure);
    }
  }

  /** pg-boss's way to run a statement. */
  async executeSql(text: string, values: unknown[] = []): Promise<{ rows: Row[] }> {
    this.#assertOpen();
    return { rows: [...rowsOf(await this.#connection.pool.query(text, values))] };
  }

  /** Calls back for each NOTIFY on a channel, where there are any. Nothing may depend on it: a scan is the floor. */
  listen(channel: string, onPayload: (payload: string) => void): () => void {
    const listeners = this.#listeners.get(channel) ?? new Set();
    this.#listeners.set(channel, listeners.add(onPayload));
    if (this.notifies) void this.#listenToAll();
    return () => void listeners.delete(onPayload);
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#listener?.release(true);
    this.#listener = undefined;
    await this.#connection.close();
  }

  async #listenToAll(): Promise<void> {
    const client = this.#listener;
    if (client !== undefined) {
      await this.#listenOn(client);
      return;
    }
    if (this.#isListening) return;
    this.#isListening = true;
    try {
      while (!this.#isClosed && this.#listener === undefined) {
        await this.#connectListener().catch(() => delay(1000, undefined, { ref: false }));
      }
    } finally {
      this.#isListening = false;
    }
  }

  async #connectListener(): Promise<void> {
    const client = await this.#connection.pool.connect();
    if (this.#isClosed) {
      client.release(true);
      return;
    }
    const lost = (): void => {
      if (this.#listener !== client) return;
      this.#listener = undefined;
      client.release(true);
      if (!this.#isClosed) void this.#listenToAll();
    };
    client.on("error", lost);
    client.on("end", lost);
    client.on("notification", ({ channel, payload = "" }) => {
      for (const onPayload of this.#listeners.get(channel) ?? []) onPayload(payload);
    });
    this.#listener = client;
    await this.#listenOn(client);
  }

  async #listenOn(client: PoolClient): Promise<void> {
    for (const channel of this.#listeners.keys()) {
      await client.query(`LISTEN "${channel}"`).catch(() => {});
    }
  }

  #assertOpen(): void {
    if (this.#isClosed) throw new DurableError("Failed to use the store: it was closed.", { reason: "closed" });
  }
}
