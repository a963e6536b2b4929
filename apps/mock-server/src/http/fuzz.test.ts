import { connect } from "node:net";

import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";

import { studio } from "../fixtures/studio.ts";
import { type MockServer, startMockServer } from "../start-mock-server.ts";

let server: MockServer;
let port = 0;

beforeAll(async () => {
  server = await startMockServer({ apis: [{ name: "studio", document: studio }], limits: false, anyId: true });
  port = server.apis["studio"]?.port ?? 0;
});

afterAll(() => server.close());

const settings = { seed: 20_260_101, numRuns: 150 } as const;

const paths = [
  "/decks",
  "/decks/a",
  "/pictures",
  "/pictures/a",
  "/pictures/a/status",
  "/meshes?task=a",
  "/cloths/a",
  "/nowhere",
];
const controls = [
  "jobs",
  "jobs/a",
  "jobs/a/finish",
  "jobs/a/fail",
  "jobs/a/scenario",
  "scenarios/default",
  "scenarios/next",
  "scenarios/x",
  "faults",
  "faults/1",
  "requests",
  "clock/advance",
  "reset",
  "snapshot",
  "health",
];
const target = fc.constantFrom(...paths, ...controls.map((place) => `/_mock/${place}`));
const method = fc.constantFrom("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "PROPFIND");
const anyText = fc.string({ unit: "binary", maxLength: 40 });
const headerText = fc.stringMatching(/^[ -~]{0,40}$/);

test("whatever JSON is sent to whatever route, there is a response, and never one that says the mock has failed", async () => {
  const body = fc.oneof(
    fc.json(),
    fc.json().map((text) => text.slice(0, -1)),
    anyText,
    fc.constant('{"__proto__":{"polluted":1}}'),
  );
  const law = fc.asyncProperty(method, target, body, anyText, async (verb, place, text, suffix) => {
    const hasBody = verb !== "GET" && verb !== "HEAD";
    const address = new URL(place + encodeURIComponent(suffix), server.url("studio"));
    const headers = { "x-key": "k", "content-type": "application/json" };
    const response = await fetch(address, { method: verb, headers, ...(hasBody && { body: text }) });
    expect(response.status).toBeLessThan(500);
    await response.arrayBuffer();
  });
  await fc.assert(law, settings);
  expect(Reflect.get({}, "polluted")).toBeUndefined();
});

test("whatever headers are sent, there is a response", async () => {
  const names = fc.constantFrom(
    "prefer",
    "accept",
    "x-mock-scenario",
    "x-mock-fault",
    "origin",
    "content-type",
    "cookie",
    "authorization",
    "expect",
  );
  const law = fc.asyncProperty(target, fc.dictionary(names, headerText, { maxKeys: 4 }), async (place, headers) => {
    const lines = Object.entries({ "x-key": "k", ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
    const received = await send(
      `GET ${place} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n${lines.join("")}\r\n`,
    );
    expect(received).toMatch(/^HTTP\/1\.1 [1-4]\d\d /);
  });
  await fc.assert(law, settings);
});

test("bytes that are no HTTP end with a refusal or with the connection", async () => {
  const broken = fc.oneof(
    fc.string({ unit: "binary", maxLength: 200 }),
    fc.tuple(method, anyText).map(([verb, path]) => `${verb} /${path} HTTP/1.1\r\n\r\n`),
    headerText.map((text) => `GET /decks/a HTTP/1.1\r\n${text}\r\n\r\n`),
    fc.nat(50).map((size) => `POST /decks HTTP/1.1\r\nhost: x\r\nx-key: k\r\ncontent-length: ${size}\r\n\r\n{`),
    fc.constant("POST /decks HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n"),
    fc.constant(`GET /${"a".repeat(40_000)} HTTP/1.1\r\nhost: x\r\n\r\n`),
  );
  const law = fc.asyncProperty(broken, async (text) => {
    expect(await send(text)).toMatch(/^(?:|HTTP\/1\.1 [2-4]\d\d [^]*)$/);
  });
  await fc.assert(law, settings);
  const alive = await fetch(`${server.url("studio")}/decks/alive`, { headers: { "x-key": "k" } });
  expect(alive.status).toBe(200);
});

// Half a request never gets a response: whoever sends one hangs up, as this does once all has been sent.
const send = (text: string): Promise<string> =>
  new Promise((resolve) => {
    let received = "";
    const socket = connect(port, "127.0.0.1", () => socket.end(text, "latin1"));
    socket.on("data", (data) => {
      received += data.toString("latin1");
    });
    socket.on("error", () => resolve(received));
    socket.on("close", () => resolve(received));
  });
