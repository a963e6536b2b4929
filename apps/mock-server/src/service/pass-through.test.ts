import { expect, test } from "vitest";

import { createMockService } from "../create-mock-service.ts";
import { studio } from "../fixtures/studio.ts";
import type { MockOptions, RecordedResponse } from "../mock-options.ts";

const sent: { url: string; headers: Record<string, string>; method: string; body: unknown }[] = [];

const service =
  (status: number, body: unknown): typeof fetch =>
  async (input, init) => {
    sent.push({
      url: String(input),
      headers: Object.fromEntries(new Headers(init?.headers)),
      method: init?.method ?? "GET",
      body: init?.body,
    });
    return Response.json(body, { status, headers: { "x-remaining-minute": "7", "content-encoding": "identity" } });
  };

const done = {
  deckId: "dk_real",
  status: "completed",
  url: "https://studio.example/d/private?token=secret",
  title: "My private title",
  shareId: "sh-private",
  shareUrl: "https://studio.example/s/private",
  createdAt: "2026-05-06T07:08:09Z",
  made: 5,
};

const open = async (fetch: MockOptions["fetch"], more: Partial<MockOptions> = {}) => {
  const recorded: RecordedResponse[] = [];
  const mock = await createMockService({
    apis: [{ name: "studio", document: studio, upstream: "https://real.example/v9/" }],
    onRecord: (entry) => void recorded.push(entry),
    ...(fetch !== undefined && { fetch }),
    ...more,
  });
  const poll = (path: string, init: RequestInit = {}): Promise<Response> =>
    mock.fetch(mock.url("studio") + path, { ...init, headers: { "x-key": "secret-key", ...init.headers } });
  return { mock, poll, recorded };
};

test("a call is passed through with its key, and its response comes back as it is", async () => {
  const { poll, mock } = await open(service(200, done));
  const headers = { "x-mock-scenario": "failed", "content-type": "application/json" };
  const response = await poll("/decks/dk_real?full=1", { method: "GET", headers });
  expect([response.status, await response.json(), response.headers.get("x-remaining-minute")]).toEqual([
    200,
    done,
    "7",
  ]);
  const last = sent.at(-1);
  expect([last?.url, last?.headers["x-key"], last?.headers["x-mock-scenario"]]).toEqual([
    "https://real.example/v9/decks/dk_real?full=1",
    "secret-key",
    undefined,
  ]);
  expect(mock.requests.list()).toMatchObject([{ operation: "getDeck", job: "dk_real", status: 200 }]);
});

test("a response is recorded once, by what it means, without keys and without what it says about anybody", async () => {
  const { poll, recorded } = await open(service(200, done));
  await poll("/decks/dk_real");
  await poll("/decks/dk_real");
  expect(recorded).toEqual([
    {
      api: "studio",
      name: "getDeck responded with 200: succeeded",
      job: "deck",
      mark: "observed",
      response: {
        status: 200,
        body: {
          deckId: "dk_8Qz41",
          status: "completed",
          url: "https://studio.example/d/dk_8Qz41",
          title: "Hikes",
          shareId: "sh-448812",
          shareUrl: "https://studio.example/s/sh-448812",
          createdAt: "2026-05-06T07:08:09Z",
          made: 5,
        },
      },
      means: { phase: "succeeded" },
    },
  ]);
  expect(JSON.stringify(recorded)).not.toMatch(/private|secret/);
});

test("recorded as they are, responses keep their texts", async () => {
  const { poll, recorded } = await open(service(200, done), { recordsRaw: true });
  await poll("/decks/dk_real");
  expect(recorded[0]?.response.body).toEqual(done);
});

test("what document and lifecycle have against a response is said", async () => {
  const { poll, mock, recorded } = await open(service(200, { deckId: "another", status: 7 }));
  await poll("/decks/dk_real");
  const [entry] = mock.requests.list();
  expect(entry?.violations?.join("\n")).toMatch(/status/);
  expect(entry?.violations?.join("\n")).toMatch(/the lifecycle expects/);
  expect(recorded[0]?.means).toEqual({ error: "invalid-response" });
});

test("a service that cannot be reached is a bad gateway, and a key goes to https only", async () => {
  const { poll } = await open(async () => {
    throw new TypeError("fetch failed");
  });
  expect((await poll("/decks/a")).status).toBe(502);
  const apis = [{ name: "studio", document: studio, upstream: "http://real.example" }];
  await expect(createMockService({ apis })).rejects.toThrow("no https address");
});

test("overlays are applied to a document, and one that changes nothing is refused", async () => {
  const document = {
    openapi: "3.1.0",
    info: { title: "Lamps", version: "1" },
    paths: {
      "/lamps/{id}": {
        get: {
          operationId: "getLamp",
          parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
          responses: {
            200: {
              description: "The lamp",
              content: { "application/json": { schema: { type: "object", properties: { lit: { type: "boolean" } } } } },
            },
          },
        },
      },
    },
  };
  const job =
    "x-job: { name: lamp, id: { request: $request.path.id }, state: { at: /lit, values: { pending: [false], succeeded: [true] } } }";
  const overlay = (target: string): string =>
    `overlay: 1.0.0\ninfo: { title: Lamps, version: "1" }\nactions:\n  - { target: "${target}", update: { ${job} } }\n`;
  const mocked = (target: string) =>
    createMockService({ apis: [{ name: "lamps", document, overlays: [overlay(target)] }] });
  const mock = await mocked("$.paths['/lamps/{id}'].get");
  const response = await mock.fetch(`${mock.url("lamps")}/lamps/mock-instant`);
  expect(await response.json()).toEqual({ lit: true });
  await expect(mocked("$.paths['/nowhere'].get")).rejects.toThrow("changes nothing");
  await expect(createMockService({ apis: [{ name: "lamps", document, overlays: ["nonsense: 1"] }] })).rejects.toThrow(
    "an overlay is none",
  );
});
