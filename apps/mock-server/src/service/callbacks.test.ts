import { expect, test } from "vitest";

import { openStudio, type Studio } from "../fixtures/studio.ts";
import type { MockOptions } from "../mock-options.ts";

interface Call {
  readonly url: string;
  readonly body: unknown;
}

interface Listening extends Studio {
  readonly calls: Call[];
  /** Creates a deck that tells this address, and gives its id. */
  readonly create: (notify?: string, scenario?: string) => Promise<string>;
}

const listen = async (options: Partial<MockOptions> = {}): Promise<Listening> => {
  const calls: Call[] = [];
  const send: typeof fetch = async (input, init) => {
    calls.push({ url: String(input), body: JSON.parse(String(init?.body)) });
    return new Response("thanks");
  };
  const studio = await openStudio({ fetch: send, ...options });
  const create = async (notify = "http://127.0.0.1:9/hook", scenario = "slow-1m"): Promise<string> => {
    const headers = { "content-type": "application/json", "x-mock-scenario": scenario };
    const body = JSON.stringify({ topic: "Hikes", notify });
    const { text } = await studio.call("/decks", { method: "POST", headers, body });
    return /"deckId":"([^"]+)"/.exec(text)?.[1] ?? "";
  };
  return { ...studio, calls, create };
};

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
};

test("a callback is sent once for each accepted create, and for nothing else", async () => {
  const { calls, create, call, poll } = await listen();
  const ids = [await create(), await create()];
  await call("/decks", { method: "POST", headers: { "content-type": "application/json" }, body: "{}" });
  await poll("deck", ids[0] ?? "");
  await settled();
  expect(calls).toEqual(
    ids.map((id) => ({ url: `http://127.0.0.1:9/hook/accepted?id=${id}`, body: { event: "accepted" } })),
  );
});

test("the webhook that the declaration names comes at the job's end, with what a poll would be told", async () => {
  const { calls, create, clock, poll, mock } = await listen();
  const id = await create();
  await clock.advance(59_000);
  await settled();
  expect(calls).toHaveLength(1);
  await clock.advance(1000);
  await settled();
  const [, ended] = calls;
  expect(ended?.url).toBe("http://127.0.0.1:9/hook/ended");
  expect(ended?.body).toEqual((await poll("deck", id)).body);
  expect(mock.requests.list().map(({ operation, status }) => [operation, status])).toContainEqual([
    "callback ended",
    200,
  ]);
});

test("a webhook follows the mock's clock, its commands and the number of polls", async () => {
  const { calls, create, mock, poll } = await listen();
  const ended = (): unknown[] =>
    calls.filter(({ url }) => url.endsWith("ended")).map(({ body }) => Object(body).status);
  await create();
  mock.clock.advance("2m");
  await settled();
  expect(ended()).toEqual(["completed"]);
  const failed = await create();
  mock.jobs.end(failed, "failed");
  await settled();
  expect(ended()).toEqual(["completed", "failed"]);
  const polled = await create(undefined, "polls-1");
  await poll("deck", polled);
  await settled();
  expect(ended()).toHaveLength(2);
  await poll("deck", polled);
  await settled();
  expect(ended()).toHaveLength(3);
  await create();
  mock.reset();
  mock.clock.advance("2m");
  await settled();
  expect(ended()).toHaveLength(3);
});

test.each([
  ["twice", [0, 2, 2]],
  ["late", [0, 0, 1]],
  ["never", [0, 0, 0]],
  ["forged", [1, 2, 2]],
] as const)("a webhook can come %s", async (webhook, counts) => {
  const { calls, create, clock } = await listen({ scenarios: { own: { duration: "1m", webhook } } });
  await create(undefined, "own");
  const seen: number[] = [];
  for (const time of [1000, 60_000, 30_000]) {
    await clock.advance(time);
    await settled();
    seen.push(calls.filter(({ url }) => url.endsWith("ended")).length);
  }
  expect(seen).toEqual(counts);
});

test.each([
  ["loopback", "http://10.0.0.1/hook", 0],
  ["loopback", "http://localhost.evil.example/hook", 0],
  ["loopback", "file:///etc/passwd", 0],
  ["loopback", "http://[::1]:9/hook", 1],
  ["anywhere", "http://10.0.0.1/hook", 1],
  ["none", "http://127.0.0.1:9/hook", 0],
] as const)("with %s, %s is called as often as it may be", async (callbacks, notify, count) => {
  const { calls, create, mock } = await listen({ callbacks });
  await create(notify);
  await settled();
  expect(calls).toHaveLength(count);
  const refusals = mock.requests
    .list()
    .flatMap(({ operation, violations = [] }) => (operation?.startsWith("callback") === true ? violations : []));
  expect(refusals).toHaveLength(count === 0 && callbacks !== "none" ? 1 : 0);
});

test("a create that names no address calls nobody", async () => {
  const { calls, call, mock } = await listen();
  const headers = { "content-type": "application/json" };
  await call("/decks", { method: "POST", headers, body: JSON.stringify({ topic: "Hikes" }) });
  await settled();
  expect([calls, mock.requests.list().length]).toEqual([[], 1]);
});
