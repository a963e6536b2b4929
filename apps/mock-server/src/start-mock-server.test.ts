import { createServer, type Server } from "node:http";
import { connect, type Socket } from "node:net";

import { createVirtualClock } from "@genwait/lifecycle/testing";
import { afterEach, expect, test } from "vitest";

import { studio } from "./fixtures/studio.ts";
import { type MockServer, type MockServerOptions, startMockServer } from "./start-mock-server.ts";

const servers: MockServer[] = [];

const start = async (options: Partial<MockServerOptions> = {}): Promise<MockServer> => {
  const server = await startMockServer({ apis: [{ name: "studio", document: studio }], ...options });
  servers.push(server);
  return server;
};

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const poll = (server: MockServer, id: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${server.url("studio")}/decks/${id}`, { ...init, headers: { "x-key": "any", ...init.headers } });

test("APIs take ports in alphabetical order, from the one that is given", async () => {
  const [first, second] = await twoListeners();
  const port = portOf(first);
  await Promise.all([first, second].map(close));
  const apis = ["zebra", "ant"].map((name) => ({ name, document: studio }));
  const server = await start({ apis, port });
  expect(server.url("ant")).toBe(`http://127.0.0.1:${port}`);
  expect(server.url("zebra")).toBe(`http://127.0.0.1:${port + 1}`);
  expect(() => server.url("bee")).toThrow('Failed to find the API "bee": it is not mocked. Choose one of ant, zebra.');
});

test("a port in use is named, and what had been opened is closed again", async () => {
  const apis = ["a", "b"].map((name) => ({ name, document: studio }));
  const fail = async (): Promise<{ readonly port: number; readonly error: unknown }> => {
    const [first, taken] = await twoListeners();
    const port = portOf(first);
    await close(first);
    const error = await startMockServer({ apis, port }).catch((reason: unknown) => reason);
    await close(taken);
    // Between closing and starting another program of this machine may have taken the first port.
    return String(error).includes("mock of a:") ? fail() : { port, error };
  };
  const { port, error } = await fail();
  expect(String(error)).toContain(
    `Failed to start the mock of b: port ${port + 1} is in use. Choose another port, or stop what listens there.`,
  );
  const again = await startMockServer({ apis, port });
  await again.close();
});

test("other machines are let in only by a flag and a token", async () => {
  await expect(start({ host: "0.0.0.0" })).rejects.toThrowErrorMatchingInlineSnapshot(
    `[TypeError: Failed to start the mock server on 0.0.0.0: it needs to be told that other machines may come in. Stay on 127.0.0.1, or give expose and token.]`,
  );
  await expect(start({ host: "0.0.0.0", expose: true, token: "short" })).rejects.toThrowErrorMatchingInlineSnapshot(
    `[TypeError: Failed to start the mock server on 0.0.0.0: it needs a token of at least 16 characters for its control API. Stay on 127.0.0.1, or give expose and token.]`,
  );
  const token = "a-token-that-is-long-enough";
  const server = await start({ host: "0.0.0.0", expose: true, token });
  const url = `http://127.0.0.1:${server.apis["studio"]?.port}/_mock/jobs`;
  expect((await fetch(url)).status).toBe(401);
  expect((await fetch(url, { headers: { "x-mock-token": token } })).status).toBe(200);
});

test("the socket and the in-process fetch give the same response", async () => {
  const server = await start({ clock: createVirtualClock({ auto: false }) });
  const [a, b] = [
    await poll(server, "a"),
    await server.fetch(`${server.url("studio")}/decks/a`, { headers: { "x-key": "any" } }),
  ];
  expect(await a.text()).toBe(await b.text());
  expect([a.status, a.headers.get("content-type")]).toEqual([b.status, b.headers.get("content-type")]);
});

test("connections are dropped before the response and in its middle", async () => {
  const server = await start();
  for (const id of ["mock-reset", "mock-reset-mid-body"]) await (await poll(server, id)).text();
  await expect(poll(server, "mock-reset")).rejects.toMatchObject({ cause: { code: "ECONNRESET" } });
  const broken = await poll(server, "mock-reset-mid-body");
  expect(broken.headers.get("x-mock-fault")).toBe("reset-mid-body");
  await expect(broken.text()).rejects.toThrow("terminated");
});

test("a late response waits on the mock's clock, and is not sent to a caller who has gone", async () => {
  const clock = createVirtualClock({ auto: false });
  const server = await start({ clock });
  const caller = new AbortController();
  const gone = poll(server, "mock-latency-1h", { signal: caller.signal }).catch(String);
  await until(() => clock.pending() === 1);
  caller.abort();
  expect(await gone).toContain("abort");
  await until(() => clock.pending() === 0);
  const late = poll(server, "mock-latency-1h");
  await until(() => clock.pending() === 1);
  await clock.advance(3_600_000);
  expect((await late).status).toBe(200);
});

test("closing ends every connection, also one that hangs", async () => {
  const server = await start({ scenarios: { hangs: { faults: [{ is: "hang" }] } } });
  const never = poll(server, "mock-hangs").catch(String);
  await until(() => server.requests.list().length === 1);
  await server.close();
  expect(await never).toBe("TypeError: fetch failed");
  await expect(poll(server, "a")).rejects.toThrow("fetch failed");
});

test("a body of 20 MB is refused, and the server goes on", async () => {
  const server = await start();
  const headers = { "x-key": "any", "content-type": "application/json" };
  const response = await fetch(`${server.url("studio")}/decks`, {
    method: "POST",
    headers,
    body: "x".repeat(20 * 2 ** 20),
  }).catch((error: unknown) => error);
  // Some clients notice the response, others only that nobody reads on.
  if (response instanceof Response) expect(response.status).toBe(413);
  else expect(response).toBeInstanceOf(TypeError);
  expect((await poll(server, "mock-succeeded")).status).toBe(200);
});

test("a proxy's absolute target is understood, and an upgrade is not", async () => {
  const server = await start();
  const port = server.apis["studio"]?.port ?? 0;
  expect(
    await send(
      port,
      `GET http://studio.example/decks/mock-failed HTTP/1.1\r\nhost: x\r\nx-key: k\r\nconnection: close\r\n\r\n`,
    ),
  ).toContain("200 OK");
  expect(await send(port, "NONSENSE\r\n\r\n")).toContain("400 Bad Request");
});

/** Listeners on two ports in a row: other programs take ports, too. */
const twoListeners = async (): Promise<[Server, Server]> => {
  for (;;) {
    const first = await listen(0);
    const second = first && (await listen(portOf(first) + 1));
    if (first !== undefined && second !== undefined) return [first, second];
    if (first !== undefined) await close(first);
  }
};

const listen = (port: number): Promise<Server | undefined> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(undefined));
    server.listen(port, "127.0.0.1", () => resolve(server));
  });

const close = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()));

const portOf = (server: Server): number => {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
};

const send = (port: number, text: string): Promise<string> =>
  new Promise((resolve) => {
    const socket: Socket = connect(port, "127.0.0.1", () => socket.write(text));
    let received = "";
    socket.on("data", (data) => {
      received += data.toString();
    });
    socket.on("error", () => resolve(received));
    socket.on("close", () => resolve(received));
  });

const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
};
