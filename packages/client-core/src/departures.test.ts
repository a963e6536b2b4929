import { expect, test, vi } from "vitest";
import { failureOf } from "./fixtures/failure-of.ts";
import { jsonAnswer, serve, textAnswer } from "./fixtures/serve.ts";
import { things } from "./fixtures/things-api.ts";

const ask = { id: "thing-1" };
const good = { id: "thing-1", status: "working" };

test("a null where text is declared costs nothing, and is told", async () => {
  const { client, departures } = serve(things, jsonAnswer({ ...good, title: null }));
  expect(await client.getThing(ask)).toEqual({ ...good, title: null });
  expect(departures).toMatchInlineSnapshot(`
    [
      {
        "expected": "a string",
        "found": "null",
        "operation": "getThing",
        "pointer": "/title",
      },
    ]
  `);
});

test("a missing member is told", async () => {
  const { client, departures } = serve(things, jsonAnswer({ id: "thing-1" }));
  await client.getThing(ask);
  expect(departures).toMatchInlineSnapshot(`
    [
      {
        "expected": "a value",
        "found": "nothing",
        "operation": "getThing",
        "pointer": "/status",
      },
    ]
  `);
});

test("a thousand items that depart in one way are one place", async () => {
  const outputs = Array.from({ length: 1000 }, () => ({ size: "big" }));
  const { client, departures } = serve(things, jsonAnswer({ ...good, outputs }));
  await client.getThing(ask);
  expect(departures).toMatchInlineSnapshot(`
    [
      {
        "expected": "a number",
        "found": "a string",
        "operation": "getThing",
        "pointer": "/outputs/*/size",
      },
    ]
  `);
});

test("each place is told once for a client", async () => {
  const { client, departures } = serve(things, jsonAnswer({ ...good, title: 1 }));
  await client.getThing(ask);
  await client.getThing(ask);
  expect(departures).toHaveLength(1);
});

test("a code that is not declared is told, and its answer is good", async () => {
  const { client, departures } = serve(things, jsonAnswer({ id: "thing-1" }, { status: 202 }));
  expect(await client.createThing({ text: "a boat" })).toEqual({ id: "thing-1" });
  expect(departures).toMatchInlineSnapshot(`
    [
      {
        "expected": "a declared code",
        "found": "202",
        "operation": "createThing",
        "pointer": "$statusCode",
      },
    ]
  `);
});

test("JSON under another content type is told, and read", async () => {
  const { client, departures } = serve(things, textAnswer(JSON.stringify(good)));
  expect(await client.getThing(ask)).toEqual(good);
  expect(departures).toMatchInlineSnapshot(`
    [
      {
        "expected": "JSON",
        "found": "text/plain;charset=UTF-8",
        "operation": "getThing",
        "pointer": "$response.header.content-type",
      },
    ]
  `);
});

test.for(["application/json", "application/json; charset=utf-8", "application/problem+json", "text/JSON"])(
  "%s is JSON",
  async (type) => {
    const { client, departures } = serve(
      things,
      textAnswer(JSON.stringify(good), { headers: { "content-type": type } }),
    );
    await client.getThing(ask);
    expect(departures).toEqual([]);
  },
);

test("a strict client makes an error of every departure, each time", async () => {
  const { client, departures } = serve(things, jsonAnswer({ ...good, title: null }), { strict: true });
  const error = await failureOf(client.getThing(ask));
  expect([error.kind, error.blame, error.message]).toMatchInlineSnapshot(`
    [
      "contract",
      "contract",
      "Failed to call getThing: /title is null instead of a string. Check the base URL, and whether the service has changed.",
    ]
  `);
  expect(await failureOf(client.getThing(ask))).toMatchObject({ kind: "contract" });
  expect(departures).toEqual([]);
});

test("a callback that throws costs no answer, and its error is not swallowed", async () => {
  const unhandled = vi.fn<(reason: unknown) => void>();
  const others = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", unhandled);
  const thrown = new Error("in the callback");
  const { client } = serve(things, jsonAnswer({ ...good, title: null }), {
    onDeparture: () => {
      throw thrown;
    },
  });
  expect(await client.getThing(ask)).toMatchObject(good);
  await new Promise((resolve) => setImmediate(resolve));
  process.removeAllListeners("unhandledRejection");
  for (const listener of others) process.on("unhandledRejection", listener);
  expect(unhandled.mock.calls[0]?.[0]).toBe(thrown);
});
