import { connect } from "node:net";

import { expect, test } from "vitest";

import { openStudio, studio } from "../fixtures/studio.ts";
import { createRateLimiter } from "../limit/rate-limiter.ts";
import { createRequestLog } from "../log/request-log.ts";
import type { MockRequest } from "../mock-request.ts";
import { startMockServer } from "../start-mock-server.ts";

const json = (method: string, body: unknown): RequestInit => ({ method, body: JSON.stringify(body) });

test("the clock stays one that a date can hold", async () => {
  const { call, mock } = await openStudio();
  for (const by of ["999999999999999h", "876001h"])
    expect((await call("/_mock/clock/advance", json("POST", { by }))).status).toBe(400);
  for (let count = 0; count < 100; count++) await call("/_mock/clock/advance", json("POST", { by: "876000h" }));
  expect(new Date(mock.clock.now()).getUTCFullYear()).toBeLessThan(10_000);
  const job = await mock.jobs.create({ api: "studio", scenario: { duration: "1s" } });
  expect((job.endsAtMs ?? 0) - job.startedAtMs).toBe(1000);
  await expect(openStudio({ speed: 1e12 })).rejects.toThrow("its option speed is 1000000000000");
});

test("a fault that could never hit is refused", async () => {
  const { call } = await openStudio();
  const add = async (fault: object): Promise<number> => (await call("/_mock/faults", json("POST", fault))).status;
  expect(await add({ is: "hang", api: "studioo" })).toBe(400);
  expect(await add({ is: "hang", operation: "getDek" })).toBe(400);
  expect(await add({ is: "hang", retryAfter: "2s" })).toBe(400);
  expect(await add({ is: "hang", rate: 0 })).toBe(400);
  expect(await add({ is: "hang", for: "0s" })).toBe(400);
  expect(await add({ is: "hang", times: 0 })).toBe(400);
  expect(await add({ is: "hang", job: "a", on: "create" })).toBe(400);
  expect(await add({ is: "hang", operation: "files", on: 2 })).toBe(400);
  expect(await add({ is: "no-credits", status: 418 })).toBe(400);
  expect(await add({ is: "hang", operation: "getDeck", on: "create" })).toBe(400);
  expect(await add({ is: "hang", operation: "createDeck", on: 2 })).toBe(400);
  expect(await add({ is: "hang", operation: "createDeck", on: "create" })).toBe(201);
  expect(await add({ is: "hang", api: "studio", operation: "getDeck", job: "later" })).toBe(201);
});

test("a filter that finds nothing because it was mistyped is refused", async () => {
  const { call } = await openStudio();
  for (const place of ["jobs?api=studoi", "requests?api=studoi", "jobs?phase=failed&phase=pending", "jobs?job=deck"])
    expect([place, (await call(`/_mock/${place}`)).status]).toEqual([place, 400]);
  expect((await call("/_mock/requests?api=studio&job=later")).status).toBe(200);
});

test("a reset takes advances of the clock back, and limits go on", async () => {
  const { call, mock, poll } = await openStudio();
  const startMs = mock.clock.now();
  mock.clock.advance("876000h");
  expect((await poll("deck", "a")).status).toBe(200);
  mock.reset();
  expect(mock.clock.now()).toBe(startMs);
  expect((await poll("deck", "a")).status).toBe(200);
  expect((await call("/_mock/clock")).body).toMatchObject({ jumpedMs: 0 });
});

test("a scenario that is none is told as such", async () => {
  const { call } = await openStudio();
  for (const scenario of [5, null]) {
    const { status, text } = await call("/_mock/jobs", json("POST", { api: "studio", scenario }));
    expect([status, text]).toEqual([400, expect.stringContaining("it is not a job's lifecycle")]);
  }
});

test("scenarios and faults from code are checked as those over HTTP are", async () => {
  const { mock } = await openStudio();
  const unordered = { duration: { from: "10s", to: "1s" } } as const;
  await expect(mock.jobs.create({ api: "studio", scenario: unordered })).rejects.toThrow('"from" is more than "to"');
  expect(() => mock.scenarios.put("own", { items: -1 })).toThrow('"items" is not a number of outputs');
  expect(() => mock.scenarios.setDefault({ polls: 0.5 })).toThrow('"polls" is not a number of polls');
  expect(() => mock.scenarios.setNext("items-1001")).toThrow("items takes a number from 0 to 1000, not 1001");
  expect(() => mock.faults.add({ is: "hang", delay: "1s" })).toThrow('"delay" means nothing to hang');
});

test("a query is refused for what it does not have, in its own name", async () => {
  const { call } = await openStudio();
  const unknown = await call("/_mock/requests?after=7");
  expect([unknown.status, unknown.text]).toEqual([
    400,
    expect.stringContaining("Failed to read the query: it has no place for"),
  ]);
  const phase = await call("/_mock/jobs?phase=done");
  expect([phase.status, phase.text]).toEqual([400, expect.stringContaining("Failed to read the query")]);
});

test("the control API names its methods, and the page has a head", async () => {
  const { call } = await openStudio();
  const wrong = await call("/_mock/reset", { method: "PUT" });
  expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "POST"]);
  const head = await call("/_mock/", { method: "HEAD" });
  expect([head.status, head.text]).toEqual([200, ""]);
});

test("health is told under any name, and nothing else is", async () => {
  const { mock } = await openStudio();
  const ask = async (target: string): Promise<number> => {
    const request: MockRequest = { method: "GET", target, headers: { host: "mock.internal:80" }, body: "" };
    return (await mock.respond("studio", request)).status;
  };
  expect([await ask("/_mock/health"), await ask("/_mock/jobs")]).toEqual([200, 403]);
});

test("a header names a fault with its time", async () => {
  const { poll } = await openStudio();
  const limited = await poll("deck", "a", { headers: { "x-mock-fault": "rate-limited-7s" } });
  expect([limited.status, limited.headers.get("retry-after")]).toEqual([429, "7"]);
  expect((await poll("deck", "a", { headers: { "x-mock-fault": "hang-7s" } })).status).toBe(400);
});

test("an added scenario can be taken away, also one over a built-in's name", async () => {
  const { call, mock } = await openStudio();
  mock.scenarios.put("failed", { result: "expired" });
  expect((await call("/_mock/scenarios/failed", { method: "DELETE" })).status).toBe(204);
  expect(mock.scenarios.get("failed")).toEqual({ result: "failed" });
  expect((await call("/_mock/scenarios/failed", { method: "DELETE" })).status).toBe(404);
});

test("of too many keys the one that was used least lately is forgotten, and no other", () => {
  const limiter = createRateLimiter([{ requests: 2, windowMs: 60_000 }]);
  for (let count = 0; count < 1000; count++) limiter(`key-${count}`, 0);
  limiter("key-0", 0);
  limiter("one-more", 0);
  expect([limiter("key-0", 0).isOver, limiter("key-1", 0).isOver, limiter("key-1", 0).isOver]).toEqual([
    true,
    false,
    false,
  ]);
});

test("the log shows no key, whatever its parameter is called, and keeps no body alive", () => {
  const log = createRequestLog(5);
  const target = "/a?api_key=secret-1&X-Amz-Signature=secret-2&access_token=secret-3&token_count=7&id=x";
  const headers = { accept: "*/*", authorization: "Bearer secret-4", "x-own": "secret-5", cookie: "a=secret-6" };
  const request = { method: "GET", target, headers, body: "y".repeat(10_000) };
  const response = { status: 200, headers: { "retry-after": "2" }, chunks: ["ok"], end: "close", delayMs: 0 } as const;
  log.write({ api: "a", atMs: 0, callerMs: 0, request, response, logEntry: {}, secrets: new Set(["x-own"]) });
  const [entry] = log.list();
  expect(entry?.target).toBe("/a?api_key=***&X-Amz-Signature=***&access_token=***&token_count=7&id=x");
  expect(entry?.requestBody).toHaveLength(4001);
  expect(entry?.requestHeaders).toEqual({ accept: "*/*", authorization: "Bearer ***", "x-own": "***", cookie: "***" });
  expect(entry?.responseHeaders).toEqual({ "retry-after": "2" });
});

test("two hundred streams that nobody reads cost one text, and others are served meanwhile", async () => {
  const server = await startMockServer({ apis: [{ name: "studio", document: studio }], anyId: true });
  for (let count = 0; count < 500; count++) await server.jobs.create({ api: "studio", id: `job-${count}` });
  const port = server.apis["studio"]?.port ?? 0;
  const sockets = Array.from({ length: 200 }, () => {
    const socket = connect(port, "127.0.0.1").pause();
    socket.on("error", () => {});
    socket.write(`GET /_mock/events HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n\r\n`);
    return socket;
  });
  const before = process.memoryUsage();
  for (let count = 0; count < 20; count++)
    expect((await fetch(`${server.url("studio")}/_mock/health`)).status).toBe(200);
  const after = process.memoryUsage();
  expect(after.external + after.arrayBuffers - before.external - before.arrayBuffers).toBeLessThan(100e6);
  for (const socket of sockets) socket.destroy();
  await server.close();
});

test("jobs stand still at speed 0, run on at another, and a reset brings the first speed back", async () => {
  const { call, mock } = await openStudio();
  expect((await call("/_mock/clock", json("PUT", { speed: 0 }))).body).toMatchObject({ speed: 0 });
  const stoppedMs = mock.clock.now();
  mock.clock.advance("7s");
  expect(mock.clock.now()).toBe(stoppedMs + 7000);
  expect((await call("/_mock/clock", json("PUT", { speed: 20 }))).body).toMatchObject({ speed: 20 });
  expect((await call("/_mock/clock", json("PUT", { speed: -1 }))).status).toBe(400);
  mock.reset();
  expect(mock.clock.speed).toBe(1);
});

test("a mock that does not validate takes what the document refuses", async () => {
  const create = {
    method: "POST",
    headers: { "content-type": "application/json", "x-key": "k" },
    body: '{"no":"such"}',
  };
  expect((await (await openStudio()).call("/decks", create)).status).toBe(400);
  expect((await (await openStudio({ validate: false })).call("/decks", create)).status).toBe(201);
});
