import { once } from "node:events";
import { request } from "node:http";

import { afterAll, afterEach, beforeAll, expect, it } from "vitest";

import { Service, taskClient } from "./fixtures/service.ts";
import { openPglite } from "./fixtures/test-store.ts";
import { serveStatus, type StatusServer, type StatusServerOptions } from "./status-server.ts";
import { createWaits, type Waits } from "./waits.ts";

const service = new Service();
const client = taskClient(service);
const token = "a-token-that-nobody-guesses";

let database: Awaited<ReturnType<typeof openPglite>>;
let waits: Waits;
const servers: StatusServer[] = [];

beforeAll(async () => {
  database = await openPglite();
  waits = await createWaits({ store: database.pool, clients: [client] });
});
afterAll(async () => {
  await waits.close();
  await database.close();
});
afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));

const serve = async (options?: StatusServerOptions): Promise<string> => {
  const server = await serveStatus(waits, options);
  servers.push(server);
  return server.url;
};

/** A request whose Host is what the caller says, which `fetch` does not allow. */
const send = async (
  url: string,
  { method = "GET", headers = {} }: { method?: string; headers?: Record<string, string> } = {},
): Promise<{ status: number; headers: Record<string, unknown>; text: string }> => {
  const sent = request(url, { method, headers, agent: false }).end();
  const [response] = await once(sent, "response");
  let text = "";
  for await (const part of response) text += String(part);
  return { status: response.statusCode, headers: response.headers, text };
};

it("tells a supervisor whether the store responds, whatever it is called, and nothing else", async () => {
  const url = await serve({ token });
  const { status, text } = await send(`${url}health`, { headers: { host: "worker.internal" } });
  expect({ status, text }).toEqual({ status: 200, text: '{"status":"ok"}' });
  const gone = await createWaits({ store: database.pool });
  const other = await serveStatus(gone);
  await gone.close();
  expect(await send(`${other.url}health`)).toMatchObject({ status: 503, text: '{"status":"store-unavailable"}' });
  await other.close();
});

it("lets in nobody whose browser was sent here by a page or a name of somebody else", async () => {
  const url = await serve();
  const { host } = new URL(url);
  for (const headers of [
    { host: "evil.example" },
    { host: "localhost.evil.example" },
    { host, origin: "https://evil.example" },
    { host, origin: "null" },
  ]) {
    expect(await send(`${url}overview`, { headers })).toMatchObject({ status: 403 });
    expect(await send(`${url}redeliver`, { method: "POST", headers })).toMatchObject({ status: 403 });
  }
  const { status, headers } = await send(`${url}overview`, { headers: { host, origin: `http://${host}` } });
  expect(status).toBe(200);
  expect(Object.keys(headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
});

it("wants its token for everything but the page's own files", async () => {
  const url = await serve({ token, host: "127.0.0.1" });
  for (const headers of [{}, { "x-genwait-token": "another" }, { "x-genwait-token": `${token}x` }])
    for (const path of ["overview", "events"])
      expect(await send(url + path, { headers })).toMatchObject({ status: 401 });
  expect(await send(`${url}redeliver`, { method: "POST" })).toMatchObject({ status: 401 });
  expect(await send(url)).toMatchObject({ status: 200 });
  expect(await send(`${url}overview`, { headers: { "x-genwait-token": token, host: "ops.internal" } })).toMatchObject({
    status: 200,
  });
});

it("is not served to other machines without a token that nobody guesses", async () => {
  await expect(serveStatus(waits, { host: "0.0.0.0" })).rejects.toThrow("give a token as well");
  await expect(serveStatus(waits, { token: "short" })).rejects.toThrow("at least 16 characters");
  await expect(serveStatus(waits, { port: 70_000 })).rejects.toThrow("port is 70000");
});

it("runs nothing on the page but its own files, and gives no file that is not one of them", async () => {
  const url = await serve();
  const { headers, text } = await send(url);
  expect(headers["content-security-policy"]).toContain("default-src 'self'");
  expect(text).not.toMatch(/<script(?![^>]*src=)|\son\w+=|style=/);
  for (const path of ["package.json", "../package.json", "%2e%2e/package.json", "src/index.ts", "PAGE.js", "page.d.ts"])
    expect(await send(url + path)).toMatchObject({ status: 404 });
  expect((await send(`${url}page.js`, { method: "HEAD" })).text).toBe("");
});

it("stops and wakes waits, and refuses what is no wait's id", async () => {
  const url = await serve();
  const wait = await waits.add(client.task(service.job("a", Infinity)));
  const post = async (path: string): Promise<unknown> => {
    const { status, text } = await send(url + path, { method: "POST" });
    return status === 200 ? JSON.parse(text) : status;
  };
  expect(await post(`waits/${wait.id}/wake`)).toEqual({ woken: 1 });
  expect(await post(`waits/${wait.id}/stop`)).toEqual({ wasOpen: true });
  expect(await post(`waits/${wait.id}/stop`)).toEqual({ wasOpen: false });
  expect(await post("waits/00000000-0000-7000-8000-000000000000/stop")).toEqual({ wasOpen: false });
  expect(await post("redeliver")).toEqual({ queued: 0 });
  expect(await post(`redeliver?wait=${wait.id}`)).toEqual({ queued: 0 });
  for (const path of ["waits/x/stop", `waits/${"-".repeat(36)}/wake`, "redeliver?wait=x", "waits", "overview"])
    expect(await post(path)).toBe(404);
  expect(await send(`${url}waits/${wait.id}/stop`)).toMatchObject({ status: 404 });
});

it("shows neither what a wait was given nor a webhook's path", async () => {
  const hooked = await createWaits({ store: database.pool, webhooks: { secret: "whsec_c2VjcmV0" } });
  await hooked.add(client.task(service.job("b", Infinity)), {
    webhook: "https://app.example/hooks/9f8e7d",
    data: { mail: "ada@example.org" },
  });
  await hooked.close();
  const { text } = await send(`${await serve()}overview`);
  expect(text).toContain("https://app.example");
  expect(text).not.toMatch(/9f8e7d|ada@/);
});

it("ends its streams when it is closed", async () => {
  const server = await serveStatus(waits);
  const stream = await fetch(`${server.url}events`);
  const reader = stream.body?.getReader();
  await reader?.read();
  await server.close();
  await expect(
    (async () => {
      while (!(await reader?.read())?.done);
    })(),
  ).rejects.toThrow("terminated");
});
