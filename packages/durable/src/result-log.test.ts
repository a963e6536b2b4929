import { afterEach, expect, it } from "vitest";

import { Database } from "./database.ts";
import { Service, taskClient } from "./fixtures/service.ts";
import { describePostgres, describeStores } from "./fixtures/test-store.ts";
import { ResultLog } from "./result-log.ts";
import { createWaits, type Waits } from "./waits.ts";

const client = taskClient(new Service());
const opened: Waits[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((waits) => waits.close()));
});

describeStores("the log of results", (database) => {
  const prepare = async (): Promise<{ waits: Waits; log: ResultLog; store: Database; schema: string }> => {
    const schema = database().nextSchema();
    const waits = await createWaits({ store: database().pool, schema });
    opened.push(waits);
    const store = new Database({ pool: database().pool, notifies: false, name: "test", close: async () => {} });
    return { waits, log: new ResultLog(schema, async () => {}), store, schema };
  };

  it("records nothing for a lease that is somebody else's by now", async () => {
    const { waits, log, store } = await prepare();
    const { id } = await waits.add(client.task("a"));
    const lease = { id: "00000000-0000-4000-8000-000000000001", retryCount: 0 };
    expect(await log.record(store, [{ waitId: id, phase: "succeeded", value: {}, lease }])).toEqual(["lease-lost"]);
    expect((await waits.get(id))?.isOpen).toBe(true);
  });

  it("records a result once, whoever tries it again", async () => {
    const { waits, log, store } = await prepare();
    const { id } = await waits.add(client.task("a"));
    const outcome = { waitId: id, phase: "stopped", value: { message: "" } } as const;
    expect(await log.record(store, [outcome])).toEqual(["recorded"]);
    expect(await log.record(store, [outcome])).toEqual(["ended-before"]);
    expect(await log.after(store, "0", 10)).toHaveLength(1);
  });

  it("loses a result and its webhook together when the webhook cannot be queued", async () => {
    const { waits, store, schema } = await prepare();
    const { id } = await waits.add(client.task("a"));
    await store.query(`UPDATE ${schema}.wait SET webhook = '{"url":"https://example.com/"}'`);
    const full = new ResultLog(schema, () => Promise.reject(Object.assign(new Error("no space"), { code: "53100" })));
    await expect(full.record(store, [{ waitId: id, phase: "stopped", value: {} }])).rejects.toThrow("no space");
    expect((await waits.get(id))?.isOpen).toBe(true);
    expect(await full.after(store, "0", 10)).toEqual([]);
  });
});

describePostgres("many writers of results", (database) => {
  it("hide no result from a reader that goes on behind the last one", async () => {
    const schema = database().nextSchema();
    const waits = await createWaits({ store: database().url ?? "", schema });
    opened.push(waits);
    const count = 600;
    const ids: string[] = [];
    for (let n = 0; n < count; n += 20) {
      const added = await Promise.all(Array.from({ length: 20 }, (_, m) => waits.add(client.task(`job-${n + m}`))));
      ids.push(...added.map(({ id }) => id));
    }
    const writers = Array.from({ length: 4 }, async (_, writer) => {
      const own = await createWaits({ store: database().url ?? "", schema });
      opened.push(own);
      for (const id of ids.filter((_, index) => index % 4 === writer)) await own.stop(id);
    });
    const seen: string[] = [];
    const over = new AbortController();
    const reading = (async () => {
      for (let cursor = "0"; seen.length < count && !over.signal.aborted;) {
        for await (const result of waits.results({ after: cursor })) {
          seen.push(result.waitId);
          cursor = result.cursor;
        }
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    })();
    await Promise.all(writers);
    // All that is recorded by now is seen by the next look, or never.
    await new Promise((resolve) => setTimeout(resolve, 500));
    over.abort();
    await reading;
    expect(seen).toHaveLength(count);
    expect(new Set(seen).size).toBe(count);
  });

  it("are not held up by a transaction that holds one of the waits", async () => {
    const schema = database().nextSchema();
    const waits = await createWaits({ store: database().pool, schema });
    opened.push(waits);
    const [held, free] = [
      await waits.add(client.task("held"), { timeoutMs: 1000 }),
      await waits.add(client.task("free")),
    ];
    const transaction = await database().pool.connect();
    await transaction.query("BEGIN");
    await waits.add(client.task("held"), { timeoutMs: 100_000, db: transaction });
    const store = new Database({ pool: database().pool, notifies: false, name: "test", close: async () => {} });
    const log = new ResultLog(schema, async () => {});
    const outcomes = [held, free].map(({ id }) => ({ waitId: id, phase: "stopped", value: {} }) as const);
    expect(await log.record(store, outcomes)).toEqual(["busy", "recorded"]);
    await transaction.query("COMMIT");
    transaction.release();
    expect(await log.record(store, outcomes)).toEqual(["recorded", "ended-before"]);
  });
});
