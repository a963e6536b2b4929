import { createServer, type RequestListener, type Server } from "node:http";
import { gzipSync } from "node:zlib";
import { afterEach, expect, test } from "vitest";
import { failureOf } from "./fixtures/failure-of.ts";
import { testKey } from "./fixtures/serve.ts";
import { things } from "./fixtures/things-api.ts";

const servers: Server[] = [];

/** A service on this machine; gives its base URL. */
const listen = async (listener: RequestListener): Promise<string> => {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the service has no port");
  return `http://127.0.0.1:${address.port}`;
};

/** Ends every service that `listen` began. */
const closeAll = async (): Promise<void> => {
  await Promise.all(
    servers.splice(0).map(async (server) => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    }),
  );
};

afterEach(closeAll);

test.for([301, 302, 303, 307, 308])("a %i carries the key to no second origin", async (status) => {
  let arrived = 0;
  const second = await listen((_request, response) => {
    arrived++;
    response.end("{}");
  });
  const keys: unknown[] = [];
  const baseUrl = await listen((request, response) => {
    keys.push(request.headers["x-api-key"]);
    response.writeHead(status, { location: `${second}/v1/things/thing-1` }).end();
  });
  const client = things.createClient({ baseUrl, apiKey: testKey });
  const error = await failureOf(client.thing("thing-1").poll());
  expect([error.kind, error.status]).toEqual(["invalid-response", status]);
  await failureOf(client.startThing({ text: "a boat" }));
  expect([keys, arrived]).toEqual([[testKey, testKey], 0]);
});

test("a connection that breaks in the middle of a response keeps what came", async () => {
  const baseUrl = await listen((_request, response) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": "100" });
    response.write('{"id":"thing-1",', () => response.destroy());
  });
  const error = await failureOf(things.createClient({ baseUrl, apiKey: testKey }).thing("thing-1").poll());
  expect(error).toMatchObject({ kind: "network", excerpt: '{"id":"thing-1",' });
});

test("a create whose request surely never left has started nothing", async () => {
  const open = await listen(() => {});
  await closeAll();
  const plain = await listen((_request, response) => response.end("{}"));
  for (const baseUrl of [open, "http://127.0.0.1:9", plain.replace("http:", "https:"), "https://things.invalid"]) {
    const error = await failureOf(things.createClient({ baseUrl, apiKey: testKey }).startThing({ text: "a boat" }));
    expect([baseUrl, error.kind, error.mayHaveStarted]).toEqual([baseUrl, "network", false]);
  }
});

test("a small body that unpacks to a huge one ends at the limit", async () => {
  const packed = gzipSync(Buffer.alloc(64 << 20, 32));
  const baseUrl = await listen((_request, response) => {
    response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" }).end(packed);
  });
  const error = await failureOf(things.createClient({ baseUrl, apiKey: testKey }).thing("thing-1").poll());
  expect(error).toMatchObject({ kind: "invalid-response", final: true });
});

test("what is sent is what a service understands", async () => {
  const baseUrl = await listen((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      response.setHeader("content-type", "application/json");
      response.end(
        JSON.stringify({
          id: "thing-1",
          method: request.method,
          url: request.url,
          headers: request.headers,
          body: `${Buffer.concat(chunks)}`,
        }),
      );
    });
  });
  const { data } = await things.createClient({ baseUrl, apiKey: testKey }).startThing({ text: "a boat" });
  expect(data).toMatchObject({
    method: "POST",
    url: "/v1/things",
    body: '{"text":"a boat"}',
    headers: {
      "x-api-key": testKey,
      "content-type": "application/json",
      "user-agent": expect.stringMatching(/^genwait\//),
    },
  });
});
