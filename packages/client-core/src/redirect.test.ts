import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { failureOf } from "./fixtures/failure-of.ts";
import { testKey } from "./fixtures/serve.ts";
import { things } from "./fixtures/things-api.ts";

const servers: Server[] = [];

afterEach(async () => {
  await Promise.all(
    servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve).closeAllConnections())),
  );
});

const listen = async (answer: ConstructorParameters<typeof Server>[1] & {}): Promise<string> => {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

test.for([301, 302, 303, 307, 308])("a %i carries the key to no second origin", async (status) => {
  const arrived: IncomingMessage[] = [];
  const second = await listen((request, response) => {
    arrived.push(request);
    response.end("{}");
  });
  const keys: unknown[] = [];
  const first = await listen((request, response) => {
    keys.push(request.headers["x-api-key"]);
    response.writeHead(status, { location: `${second}/v1/things/thing-1` }).end();
  });
  const client = things.createClient({ baseUrl: first, apiKey: testKey });
  const error = await failureOf(client.getThing({ id: "thing-1" }));
  expect([error.kind, error.status]).toEqual(["contract", status]);
  await failureOf(client.startThing({ text: "a boat" }));
  expect(keys).toEqual([testKey, testKey]);
  expect(arrived).toEqual([]);
});

test("a connection that breaks in the middle of an answer keeps what came, over real HTTP", async () => {
  const baseUrl = await listen((_request, response) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": "100" });
    response.write('{"id":"thing-1",', () => response.destroy());
  });
  const error = await failureOf(things.createClient({ baseUrl, apiKey: testKey }).getThing({ id: "thing-1" }));
  expect(error).toMatchObject({ kind: "network", excerpt: '{"id":"thing-1",' });
});

test("a port that nobody listens on is a network error with its code", async () => {
  const baseUrl = await listen(() => {});
  await new Promise((resolve) => servers.pop()?.close(resolve));
  const error = await failureOf(things.createClient({ baseUrl, apiKey: testKey }).startThing({ text: "a boat" }));
  expect(error.message).toContain("could not be reached (ECONNREFUSED)");
  expect(error).not.toHaveProperty("mayHaveStarted");
});
