import { rmSync } from "node:fs";
import { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { PGlite } from "@electric-sql/pglite";
import { Pool, type PoolClient } from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";

import { PgliteServer } from "./pglite-server.ts";
import { snapshotOption } from "./snapshot.ts";

const path = join(tmpdir(), `genwait-test-server-${process.pid}.sock`);

class TestSocket extends Socket {
  override connect(): this {
    return super.connect({ path });
  }
}

const pools: Pool[] = [];

const open = (): Pool => {
  const pool = new Pool({ stream: () => new TestSocket(), max: 4, user: "postgres", database: "postgres" });
  pool.on("error", () => {});
  pools.push(pool);
  return pool;
};

let close: (() => Promise<void>) | undefined;

beforeAll(async () => {
  const db = await PGlite.create(snapshotOption());
  const server = new PgliteServer(db);
  await server.listen(path);
  close = async () => {
    await Promise.all(pools.map((pool) => pool.end()));
    await server.close();
    await db.close();
    rmSync(path, { force: true });
  };
  await open().query("CREATE TABLE kept (n integer PRIMARY KEY)");
});

afterAll(() => close?.());

it("keeps the statements of many connections apart, also where some fail", async () => {
  const [first, second] = [open(), open()];
  const wrong: unknown[] = [];
  const use = async (pool: Pool, n: number): Promise<void> => {
    if (n % 7 === 0) {
      const error: unknown = await pool.query("SELECT 1 / $1::integer", [0]).catch((caught: unknown) => caught);
      if (!(error instanceof Error) || !error.message.includes("division by zero")) wrong.push(error);
    } else {
      const { rows } = await pool.query(`SELECT $1::integer + ${n % 3} AS sum`, [n]);
      if (rows[0]?.sum !== n + (n % 3)) wrong.push(rows);
    }
  };
  await Promise.all(Array.from({ length: 600 }, (_, n) => use(n % 2 === 0 ? first : second, n)));
  expect(wrong).toEqual([]);
});

it("lets nobody into a transaction of another connection", async () => {
  const [owner, guest] = [open(), open()];
  const client = await guest.connect();
  await client.query("BEGIN");
  await client.query("INSERT INTO kept VALUES (1)");
  const acknowledged = owner.query("INSERT INTO kept VALUES (2)");
  await client.query("ROLLBACK");
  client.release();
  await acknowledged;
  const { rows } = await owner.query("SELECT n FROM kept ORDER BY n");
  expect(rows).toEqual([{ n: 2 }]);
});

/** As if its process were gone. */
const breakOff = (client: PoolClient): void => {
  client.on("error", () => {});
  client.release(new Error("gone"));
};

it("rolls back the transaction of a connection that breaks, and of one that does nothing for five seconds", async () => {
  const [owner, guest] = [open(), open()];
  const count = async (n: number): Promise<unknown> =>
    (await owner.query("SELECT count(*)::integer AS count FROM kept WHERE n = $1", [n])).rows[0]?.count;
  const broken = await guest.connect();
  await broken.query("BEGIN");
  await broken.query("INSERT INTO kept VALUES (10)");
  const waiting = count(10);
  breakOff(broken);
  expect(await waiting).toBe(0);
  const idle = await guest.connect();
  idle.on("error", () => {});
  await idle.query("BEGIN");
  await idle.query("INSERT INTO kept VALUES (11)");
  expect(await count(11)).toBe(0);
  await expect(idle.query("COMMIT")).rejects.toThrow(/connection/i);
  idle.release(true);
});

it("ends a connection that does not speak the protocol, and goes on", async () => {
  const socket = new Socket();
  socket.connect({ path });
  const ended = new Promise((resolve) => socket.once("close", resolve));
  socket.on("error", () => {});
  socket.write(Buffer.from("GET / HTTP/1.1\r\n\r\n"));
  await ended;
  const { rows } = await open().query("SELECT 1 AS one");
  expect(rows).toEqual([{ one: 1 }]);
});
