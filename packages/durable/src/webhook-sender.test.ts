import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { afterEach, expect, it, vi } from "vitest";

import { Service, taskClient } from "./fixtures/service.ts";
import { describeStores } from "./fixtures/test-store.ts";
import { createWaits, type Waits } from "./waits.ts";
import { verifyWebhook } from "./webhook-signature.ts";

const timeout = 30_000;
const secret = "whsec_c2VjcmV0IG9mIHRoZSB0ZXN0cw==";

const thisMachine = async (): Promise<{ address: string; family: number }[]> => [{ address: "127.0.0.1", family: 4 }];

interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

describeStores("webhooks", (database) => {
  const opened: Waits[] = [];
  const servers: Server[] = [];
  let schema = "";

  /** A receiver that responds as the test says; 0 never responds. */
  const receive = async (respond: (request: Received) => number): Promise<{ origin: string; received: Received[] }> => {
    const received: Received[] = [];
    const server = createServer((request, response) => {
      let body = "";
      request.on("data", (data: Buffer) => (body += data.toString()));
      request.on("end", () => {
        const one = { path: request.url ?? "", headers: request.headers, body };
        received.push(one);
        const status = respond(one);
        if (status === 302) response.setHeader("location", "/elsewhere");
        if (status !== 0) response.writeHead(status).end("thanks");
      });
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
  };

  const open = async (allow: readonly string[], service: Service): Promise<Waits> => {
    schema = database().nextSchema();
    const waits = await createWaits({
      store: database().pool,
      schema,
      clients: [taskClient(service)],
      webhooks: { secret, allow },
    });
    opened.push(waits);
    return waits;
  };

  /** The next try is due now. */
  const hurry = async (): Promise<void> => {
    await database().pool.query(
      `UPDATE ${schema}_queue.job SET start_after = now() - interval '1 s' WHERE name = 'webhook' AND state = 'retry'`,
    );
  };

  afterEach(async () => {
    for (const server of servers.splice(0)) {
      server.close();
      server.closeAllConnections();
    }
    await Promise.all(opened.splice(0).map((waits) => waits.close()));
  });

  it("tell of a result with a signature, and of a wait that timed out and succeeded twice", async () => {
    const { origin, received } = await receive(() => 204);
    const service = new Service();
    const waits = await open([origin], service);
    const client = taskClient(service);
    service.job("a", 1);
    waits.work();
    const wait = await waits.add(client.task("a"), { timeoutMs: 0, webhook: `${origin}/hook`, data: { userId: 7 } });
    await vi.waitFor(() => expect(received).toHaveLength(1), timeout);
    await waits.add(client.task("a"), { timeoutMs: 60_000, webhook: `${origin}/hook`, data: { userId: 7 } });
    await vi.waitFor(() => expect(received).toHaveLength(2), timeout);
    const bodies = received.map(({ body }) => JSON.parse(body));
    expect(bodies[0]).toEqual({
      type: "job.ended",
      timestamp: expect.any(String),
      data: { waitId: wait.id, api: "tasks", job: "task", id: "a", phase: "timeout", data: { userId: 7 } },
    });
    expect(bodies[1].data.phase).toBe("succeeded");
    expect(received.map(({ headers }) => headers["webhook-id"])).toEqual([`${wait.id}.1`, `${wait.id}.2`]);
    expect(received.every((one) => verifyWebhook(one, secret))).toBe(true);
  });

  it("carry the state on request", async () => {
    const { origin, received } = await receive(() => 200);
    const service = new Service();
    const waits = await open([origin], service);
    service.job("a");
    await waits.add(taskClient(service).task("a"), { webhook: { url: origin, body: "full" } });
    waits.work();
    await vi.waitFor(() => expect(received).toHaveLength(1), timeout);
    expect(JSON.parse(received[0]?.body ?? "").data.state).toEqual({
      phase: "succeeded",
      body: { url: "https://files.test/a" },
    });
  });

  it("are sent again with the same id after an error, and never follow a redirect", async () => {
    const { origin, received } = await receive(() => [500, 302, 200][received.length - 1] ?? 200);
    const service = new Service();
    const waits = await open([origin], service);
    service.job("a");
    await waits.add(taskClient(service).task("a"), { webhook: origin });
    waits.work();
    await vi.waitFor(async () => {
      await hurry();
      expect(received).toHaveLength(3);
    }, timeout);
    expect(new Set(received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    expect(received.map(({ path }) => path)).toEqual(["/", "/", "/"]);
  });

  it("are sent no more to an endpoint that responds with 410, until somebody asks for it", async () => {
    let isGone = true;
    const { origin, received } = await receive(() => (isGone ? 410 : 200));
    const service = new Service();
    const waits = await open([origin], service);
    const client = taskClient(service);
    waits.work();
    service.job("a");
    await waits.add(client.task("a"), { webhook: origin });
    await vi.waitFor(() => expect(received).toHaveLength(1), timeout);
    service.job("b");
    await (await waits.add(client.task("b"), { webhook: origin })).result();
    await vi.waitFor(async () => {
      const { rows } = await database().pool.query(
        `SELECT count(*)::int AS done FROM ${schema}_queue.job WHERE name = 'webhook' AND state = 'completed'`,
      );
      expect(rows[0].done).toBe(2);
    }, timeout);
    expect(received).toHaveLength(1);
    isGone = false;
    await waits.redeliver();
    service.job("c");
    await waits.add(client.task("c"), { webhook: origin });
    await vi.waitFor(() => expect(received).toHaveLength(2), timeout);
  });

  it("of a worker that died with them are sent by the next one", async () => {
    const { origin, received } = await receive(() => 200);
    const service = new Service();
    const waits = await open([origin], service);
    service.job("a");
    const wait = await waits.add(taskClient(service).task("a"), { webhook: origin });
    await waits.stop(wait.id);
    // As a worker leaves it that has fetched it and was killed.
    const { rowCount } = await database().pool.query(
      `UPDATE ${schema}_queue.job SET state = 'active', started_on = now() - interval '1 minute' WHERE name = 'webhook'`,
    );
    expect(rowCount).toBe(1);
    waits.work();
    await vi.waitFor(async () => {
      await hurry();
      expect(received).toHaveLength(1);
    }, timeout);
  });

  it("to a name that leads to this machine by the time they are sent connect to nobody", async () => {
    const { origin, received } = await receive(() => 200);
    let connections = 0;
    for (const server of servers) server.on("connection", () => connections++);
    const service = new Service();
    schema = database().nextSchema();
    const waits = await createWaits({
      store: database().pool,
      schema,
      clients: [taskClient(service)],
      webhooks: { secret, resolve: thisMachine },
    });
    opened.push(waits);
    service.job("a");
    const webhook = `https://hooks.example:${new URL(origin).port}/`;
    await waits.add(taskClient(service).task("a"), { webhook });
    waits.work();
    await vi.waitFor(async () => {
      const { deliveries } = await waits.overview();
      expect(deliveries.list).toMatchObject([
        { state: "retry", message: expect.stringContaining("hooks.example leads to 127.0.0.1, which is not a public") },
      ]);
    }, timeout);
    expect([connections, received.length]).toEqual([0, 0]);
  });

  it("that were given up are kept, and sent again on request", async () => {
    let isBroken = true;
    const { origin, received } = await receive(() => (isBroken ? 500 : 200));
    const service = new Service();
    const waits = await open([origin], service);
    service.job("a");
    const wait = await waits.add(taskClient(service).task("a"), { webhook: origin });
    waits.work();
    await vi.waitFor(() => expect(received).toHaveLength(1), timeout);
    await database().pool.query(`UPDATE ${schema}_queue.job SET retry_limit = retry_count WHERE name = 'webhook'`);
    await vi.waitFor(async () => {
      await hurry();
      const { rows } = await database().pool.query(`SELECT state FROM ${schema}_queue.job WHERE name = 'webhook-dead'`);
      expect(rows).toHaveLength(1);
    }, timeout);
    isBroken = false;
    const before = received.length;
    expect(await waits.redeliver({ waitId: wait.id })).toBe(1);
    await vi.waitFor(() => expect(received).toHaveLength(before + 1), timeout);
    expect(received.at(-1)?.headers["webhook-id"]).toBe(`${wait.id}.1`);
  });

  it("to a receiver that hangs hold up no other, and are refused at the door for a private address", async () => {
    const hanging = await receive(() => 0);
    const prompt = await receive(() => 200);
    const service = new Service();
    const waits = await open([hanging.origin, prompt.origin], service);
    const client = taskClient(service);
    service.job("a");
    service.job("b");
    await waits.add(client.task("a"), { webhook: hanging.origin });
    waits.work();
    await vi.waitFor(() => expect(hanging.received).toHaveLength(1), timeout);
    await waits.add(client.task("b"), { webhook: prompt.origin });
    await vi.waitFor(() => expect(prompt.received).toHaveLength(1), timeout);
    for (const server of servers) server.closeAllConnections();
    await expect(waits.add(client.task("c"), { webhook: "http://169.254.169.254/" })).rejects.toMatchObject({
      reason: "webhook-refused",
    });
    expect(await waits.find({ jobId: "c" })).toEqual([]);
  });

  it("are left to a worker that has the secret by one that has not", async () => {
    const { origin, received } = await receive(() => 200);
    const service = new Service();
    const waits = await open([origin], service);
    const client = taskClient(service);
    service.job("a");
    const wait = await waits.add(client.task("a"), { webhook: origin });
    const without = await createWaits({ store: database().pool, schema, clients: [client] });
    opened.push(without);
    without.work();
    await wait.result();
    await without.close();
    waits.work();
    await vi.waitFor(() => expect(received).toHaveLength(1), timeout);
    expect(received.filter((one) => !verifyWebhook(one, secret))).toEqual([]);
  });
});
