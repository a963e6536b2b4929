import { type AddressInfo, createServer, type Server } from "node:net";
import { inspect } from "node:util";

import { Client, type Pool } from "pg";
import { afterEach, expect, it, vi } from "vitest";

import { fastClock } from "./fixtures/clocks.ts";
import { Service, taskClient } from "./fixtures/service.ts";
import { describePostgres, describeStores } from "./fixtures/test-store.ts";
import { printMigrations } from "./migrations.ts";
import { createWaits, type Waits } from "./waits.ts";

const opened: Waits[] = [];
const timeout = { timeout: 60_000, interval: 20 };

afterEach(async () => {
  await Promise.all(opened.splice(0).map((waits) => waits.close()));
});

it("says that no database answers, and never the password", async () => {
  const error: unknown = await createWaits({ store: "postgres://user:topsecret@127.0.0.1:1/db" }).catch(
    (caught: unknown) => caught,
  );
  expect(error).toMatchObject({
    reason: "store",
    message: expect.stringContaining("nothing answers at postgres://127.0.0.1:1/db"),
  });
  expect(JSON.stringify(error) + String(error)).not.toContain("topsecret");
});

/** A server that speaks as much of PostgreSQL's protocol as to refuse a password. */
const refusing = async (): Promise<Server> => {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => {
      // Asks for the password in the clear: https://www.postgresql.org/docs/current/protocol-message-formats.html
      socket.write(Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 3]));
      socket.once("data", () => {
        const fields = Buffer.from('SFATAL\0VFATAL\0C28P01\0Mpassword authentication failed for user "user"\0\0');
        const head = Buffer.from([0x45, 0, 0, 0, fields.length + 4]);
        socket.end(Buffer.concat([head, fields]));
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
};

it("says that a server refuses the password, and never the password", async () => {
  const server = await refusing();
  const { port } = server.address() as AddressInfo;
  const error: unknown = await createWaits({ store: `postgres://user:topsecret@127.0.0.1:${port}/db` }).catch(
    (caught: unknown) => caught,
  );
  server.close();
  expect(error).toMatchObject({ reason: "store", message: expect.stringContaining("refused the password") });
  expect(inspect(error, { depth: 9 })).not.toContain("topsecret");
});

const away = (): Promise<never> =>
  Promise.reject(Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" }));

describeStores("a store", (database) => {
  /** A pool on the same database that can be cut off. */
  const cuttable = (): { pool: Pool; cut: () => void; mend: () => void } => {
    const { pool } = database();
    let isAway = false;
    const seen = new Proxy(pool, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        if (isAway && (name === "query" || name === "connect")) return away;
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    return { pool: seen, cut: () => (isAway = true), mend: () => (isAway = false) };
  };

  it("that goes away stops the polls in time, loses no wait, and goes on by itself", async () => {
    const service = new Service();
    const client = taskClient(service, { intervalMs: 500 });
    const schema = database().nextSchema();
    const { pool, cut, mend } = cuttable();
    const clock = fastClock(5);
    const waits = await createWaits({ store: pool, schema, clients: [client], clock });
    opened.push(waits);
    for (let n = 0; n < 10; n++) {
      service.job(`job-${n}`, Infinity);
      await waits.add(client.task(`job-${n}`));
    }
    const worker = waits.work();
    await vi.waitFor(() => expect([...service.jobs.values()].every(({ polls }) => polls > 1)).toBe(true), timeout);
    cut();
    await vi.waitFor(() => expect(worker.shards).toEqual([]), timeout);
    await vi.waitFor(async () => {
      const polls = service.pollsAtMs.length;
      await new Promise((resolve) => setTimeout(resolve, 400));
      expect(service.pollsAtMs.length).toBe(polls);
    }, timeout);
    for (const job of service.jobs.values()) job.pendingPolls = 0;
    mend();
    // Its leases run out by the database's clock, which a test cannot wait for.
    await pool.query(
      `UPDATE ${schema}_queue.job SET heartbeat_on = heartbeat_on - interval '1 minute' WHERE name = 'shard'`,
    );
    await vi.waitFor(async () => expect(await waits.find({ open: true })).toEqual([]), timeout);
    const told = [];
    for await (const { jobId, phase } of waits.results()) told.push(`${jobId} ${phase}`);
    expect(told.toSorted()).toEqual(Array.from({ length: 10 }, (_, n) => `job-${n} succeeded`));
  });

  it("that is full keeps what was acknowledged, and results wait until there is room", async () => {
    const service = new Service();
    const client = taskClient(service);
    const schema = database().nextSchema();
    const waits = await createWaits({ store: database().pool, schema, clients: [client] });
    opened.push(waits);
    service.job("a");
    const wait = await waits.add(client.task("a"));
    await database().pool.query(`
CREATE FUNCTION ${schema}.full() RETURNS trigger LANGUAGE plpgsql AS
  'BEGIN RAISE EXCEPTION ''could not extend file'' USING ERRCODE = ''53100''; END';
CREATE TRIGGER full_wait BEFORE INSERT ON ${schema}.wait FOR EACH ROW EXECUTE FUNCTION ${schema}.full();
CREATE TRIGGER full_result BEFORE INSERT ON ${schema}.result FOR EACH ROW EXECUTE FUNCTION ${schema}.full();`);
    await expect(waits.add(client.task("b"))).rejects.toMatchObject({
      reason: "store",
      message: expect.stringContaining("Free some space"),
    });
    await expect(waits.start(client, "startTask", { prompt: "c" }, { key: "k" })).rejects.toMatchObject({
      reason: "not-stored",
      job: { id: "task-1" },
    });
    waits.work();
    await vi.waitFor(() => expect(service.jobs.get("a")?.polls).toBe(1), timeout);
    await database().pool.query(
      `DROP TRIGGER full_wait ON ${schema}.wait; DROP TRIGGER full_result ON ${schema}.result`,
    );
    expect((await wait.result()).phase).toBe("succeeded");
    expect(service.jobs.get("a")?.polls).toBe(1);
    expect(await waits.intents()).toMatchObject([{ key: "k" }]);
  });

  it("is opened by several at once that all find it empty", async () => {
    const schema = database().nextSchema();
    const opening = Array.from({ length: 3 }, async () => {
      const waits = await createWaits({ store: database().pool, schema });
      opened.push(waits);
      return waits.find();
    });
    const settled = await Promise.allSettled(opening);
    expect(settled.flatMap((one) => (one.status === "rejected" ? [one.reason] : []))).toEqual([]);
  });

  it("of a newer version is not touched", async () => {
    const schema = database().nextSchema();
    await (await createWaits({ store: database().pool, schema })).close();
    await database().pool.query(`UPDATE ${schema}.version SET version = 99`);
    await expect(createWaits({ store: database().pool, schema })).rejects.toMatchObject({
      reason: "newer-schema",
      message: expect.stringContaining("Upgrade @genwait/durable"),
    });
  });

  it("whose queues are of a newer pg-boss is not touched", async () => {
    const schema = database().nextSchema();
    await (await createWaits({ store: database().pool, schema })).close();
    await database().pool.query(`UPDATE ${schema}_queue.version SET version = 9999`);
    await expect(createWaits({ store: database().pool, schema })).rejects.toMatchObject({
      reason: "newer-schema",
      message: expect.stringContaining("its queues are version 9999"),
    });
    const { rows } = await database().pool.query(`SELECT version FROM ${schema}_queue.version`);
    expect(rows).toEqual([{ version: 9999 }]);
  });

  it("is migrated by hand where migrate is false", async () => {
    const schema = database().nextSchema();
    await expect(createWaits({ store: database().pool, schema, migrate: false })).rejects.toMatchObject({
      reason: "old-schema",
    });
    await database().pool.query(printMigrations({ schema }));
    const service = new Service();
    const client = taskClient(service);
    const waits = await createWaits({ store: database().pool, schema, migrate: false, clients: [client] });
    opened.push(waits);
    waits.work();
    service.job("a");
    expect((await (await waits.add(client.task("a"))).result()).phase).toBe("succeeded");
    expect(() => printMigrations({ schema: "Quoted Name" })).toThrow("schema must be");
  });
});

describePostgres("a server", (database) => {
  const urlWith = (change: (url: URL) => void): string => {
    const url = new URL(database().url ?? "");
    change(url);
    return url.href;
  };

  it("without the database says to create it", async () => {
    const store = urlWith((url) => (url.pathname = "/there_is_none"));
    await expect(createWaits({ store })).rejects.toMatchObject({
      reason: "store",
      message: expect.stringContaining("createdb"),
    });
  });

  it("that refuses a user's rights says which statements to run", async () => {
    const role = `genwait_test_${process.pid}`;
    const admin = new Client({ connectionString: database().url ?? "" });
    await admin.connect();
    await admin.query(`CREATE ROLE ${role} LOGIN PASSWORD 'right'`);
    try {
      const store = urlWith((url) => {
        url.username = role;
        url.password = "right";
      });
      await expect(createWaits({ store, schema: database().nextSchema() })).rejects.toMatchObject({
        reason: "store",
        message: expect.stringContaining("printMigrations()"),
      });
    } finally {
      await admin.query(`DROP ROLE ${role}`);
      await admin.end();
    }
  });

  it("that ends connections while a store is closed ends no process", async () => {
    const waits = await createWaits({ store: database().url ?? "", schema: database().nextSchema() });
    const ended = waits.close();
    await database().pool.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'genwait' AND datname = current_database()",
    );
    await ended;
    expect(await waits.stop("no id")).toBe(false);
  });
});
