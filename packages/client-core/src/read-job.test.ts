import { expect, test } from "vitest";
import { failureOf } from "./fixtures/failure-of.ts";
import { type Answerer, jsonAnswer, serve, textAnswer } from "./fixtures/serve.ts";
import { things } from "./fixtures/things-api.ts";

const { signal } = new AbortController();

const readThing = (answerer: Answerer, options = {}) =>
  serve(things, answerer, options).client.thing("thing-1").read({ signal });

const contractMessage = async (body: unknown) => {
  const error = await failureOf(readThing(jsonAnswer(body)));
  expect([error.kind, error.blame]).toEqual(["contract", "contract"]);
  return error.message;
};

const slowDownMs = async (headers: Record<string, string>) =>
  (await readThing(jsonAnswer({ id: "thing-1", status: "working" }, { headers }))).slowDownMs;

test("reads a state from a word", async () => {
  expect(await readThing(jsonAnswer({ id: "thing-1", status: "working" }))).toMatchObject({
    state: { phase: "pending" },
  });
  expect(await readThing(jsonAnswer({ id: "thing-1", status: "failed", error: { message: "no ink" } }))).toMatchObject({
    state: { phase: "failed", failure: { kind: "error", message: "no ink" } },
  });
});

test("reads a state from an HTTP code, with or without a body", async () => {
  const { client, departures } = serve(things, textAnswer(null, { status: 202 }));
  expect(await client.task("task-1").read({ signal })).toMatchObject({ state: { phase: "pending" } });
  expect(departures).toEqual([]);
  const refused = serve(things, jsonAnswer({ code: "moderated" }, { status: 403 })).client;
  expect(await refused.task("task-1").read({ signal })).toMatchObject({
    state: { phase: "failed", failure: { kind: "withheld" } },
  });
});

test("takes no state from the HTTP code of a page", async () => {
  const { client } = serve(things, textAnswer("<html>", { status: 202 }));
  expect(await failureOf(client.task("task-1").read({ signal }))).toMatchObject({ kind: "contract", status: 202 });
});

test("takes a code that no rule of the job names for an error of the call", async () => {
  const { client } = serve(things, jsonAnswer({ code: "key" }, { status: 403 }));
  expect(await failureOf(client.task("task-1").read({ signal }))).toMatchObject({ kind: "forbidden", status: 403 });
});

test("sends the id where the operation wants it", async () => {
  const { client, requests } = serve(
    things,
    jsonAnswer({ id: "a/b", status: "done", done: true, url: "https://cdn.example/1" }),
  );
  await client.thing("a/b").read({ signal });
  await client.task("a/b").read({ signal });
  await client.query("a/b").read({ signal });
  expect(requests.map(({ url, body }) => [url, body])).toEqual([
    ["https://api.things.example/v1/things/a%2Fb", undefined],
    ["https://api.things.example/v1/tasks?task_id=a%2Fb", undefined],
    ["https://api.things.example/v1/query", { id: "a/b" }],
  ]);
});

test("what the lifecycle must read is a contract, strict or not", async () => {
  expect(await contractMessage({ id: "thing-1" })).toMatchInlineSnapshot(
    `"Failed to call getThing: /status is nothing instead of a status. Check the base URL, and whether the service has changed."`,
  );
  expect(await contractMessage({ id: "thing-1", status: 7 })).toMatchInlineSnapshot(
    `"Failed to call getThing: /status is a number instead of a status. Check the base URL, and whether the service has changed."`,
  );
  expect(await contractMessage({ id: "thing-2", status: "working" })).toMatchInlineSnapshot(
    `"Failed to call getThing: /id is "thing-2" instead of the id "thing-1". Check the base URL, and whether the service has changed."`,
  );
  expect(await contractMessage({ id: "thing-1", status: "done", url: null })).toMatchInlineSnapshot(
    `"Failed to call getThing: /url is null instead of a string once succeeded. Check the base URL, and whether the service has changed."`,
  );
});

test("a promised member of another type is a contract, for an end alone", async () => {
  expect(await contractMessage({ id: "thing-1", status: "done", url: 7 })).toMatchInlineSnapshot(
    `"Failed to call getThing: /url is a number instead of a string once succeeded. Check the base URL, and whether the service has changed."`,
  );
  expect(await readThing(jsonAnswer({ id: "thing-1", status: "working", url: 7 }))).toMatchObject({
    state: { phase: "pending" },
  });
});

test("an id of another type is a contract", async () => {
  expect(await contractMessage({ id: ["thing-1"], status: "working" })).toMatchInlineSnapshot(
    `"Failed to call getThing: /id is a list instead of the job's id. Check the base URL, and whether the service has changed."`,
  );
});

test("an error inside 200 is none of the job's", async () => {
  expect(await failureOf(readThing(jsonAnswer({ err: { reason: "no such plan" } })))).toMatchObject({
    kind: "rejected",
    status: 200,
  });
});

test("other departures come with the state, and only once", async () => {
  const { client } = serve(things, jsonAnswer({ id: "thing-1", status: "working", title: null }));
  const job = client.thing("thing-1");
  expect((await job.read({ signal })).departures).toMatchInlineSnapshot(`
    [
      {
        "expected": "a string",
        "found": "null",
        "operation": "getThing",
        "pointer": "/title",
      },
    ]
  `);
  expect(await job.read({ signal })).not.toHaveProperty("departures");
});

test("passes on how long the service asks to stay away, also from a good answer", async () => {
  const body = { id: "thing-1", status: "working" };
  expect(await readThing(jsonAnswer(body, { headers: { "retry-after": "20" } }))).toMatchObject({
    retryAfterMs: 20_000,
  });
  expect(await readThing(jsonAnswer(body, { headers: { "retry-after": "-20" } }))).not.toHaveProperty("retryAfterMs");
});

test("slows down when a declared limit runs low, by the slowest that does", async () => {
  expect(await slowDownMs({ "x-left": "9" })).toBe(15_000);
  expect(await slowDownMs({ "x-left": "9", "x-left-today": "4" })).toBe(60_000);
  expect(await slowDownMs({ "x-left": "10", "x-left-today": "5" })).toBeUndefined();
  expect(await slowDownMs({ "x-left": "" })).toBeUndefined();
  expect(await slowDownMs({})).toBeUndefined();
});

test("counts the items that were asked for", async () => {
  const { client } = serve(things, jsonAnswer({ id: "thing-1", status: "working" }));
  expect(client.thing("thing-1", { expectedItems: 4 })).toMatchObject({ expectedItems: 4 });
});

test("an abort goes through unwrapped", async () => {
  const controller = new AbortController();
  const { client } = serve(things, () => new Promise(() => {}));
  const reading = client.thing("thing-1").read({ signal: controller.signal });
  controller.abort("enough");
  await expect(reading).rejects.toBe("enough");
});
