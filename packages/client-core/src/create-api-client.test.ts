import { expect, test } from "vitest";
import { things } from "./fixtures/things-api.ts";
import { jsonAnswer, serve } from "./fixtures/serve.ts";

test("has a method for each operation, each create and each job", () => {
  const { client } = serve(things, jsonAnswer({}));
  expect(Object.keys(client).sort()).toMatchInlineSnapshot(`
    [
      "askQuery",
      "call",
      "createThing",
      "findTask",
      "getThing",
      "job",
      "listThings",
      "paceGroup",
      "query",
      "renameThing",
      "resume",
      "start",
      "startThing",
      "task",
      "thing",
    ]
  `);
});

test("calls an operation and gives the body of its answer", async () => {
  const { client, requests } = serve(things, jsonAnswer({ id: "thing-1", status: "working" }));
  expect(await client.getThing({ id: "thing-1" })).toEqual({ id: "thing-1", status: "working" });
  expect(requests).toMatchInlineSnapshot(`
    [
      {
        "headers": {
          "X-API-KEY": "sk-test-0a1b2c3d4e5f",
          "accept": "application/json",
        },
        "method": "GET",
        "url": "https://api.things.example/v1/things/thing-1",
      },
    ]
  `);
});

test("starts a job by the create's Link and gives its answer, too", async () => {
  const { client, requests, clock } = serve(things, jsonAnswer({ id: "thing-1", outputs: [{}, {}] }));
  const { job, body } = await client.startThing({ text: "a boat" });
  expect(body).toEqual({ id: "thing-1", outputs: [{}, {}] });
  expect(job.createdAtMs).toBe(clock.now());
  expect(job.toJSON()).toMatchInlineSnapshot(`
    {
      "api": "things",
      "baseUrl": "https://api.things.example",
      "createdAtMs": 1767225600000,
      "expectedItems": 2,
      "id": "thing-1",
      "name": "thing",
    }
  `);
  expect(requests).toMatchInlineSnapshot(`
    [
      {
        "body": {
          "text": "a boat",
        },
        "headers": {
          "X-API-KEY": "sk-test-0a1b2c3d4e5f",
          "accept": "application/json",
          "content-type": "application/json",
        },
        "method": "POST",
        "url": "https://api.things.example/v1/things",
      },
    ]
  `);
});

test("reads a job and makes it again from JSON", async () => {
  const { client } = serve(things, jsonAnswer({ id: "thing-1", status: "done", url: "https://cdn.example/1" }));
  const job = client.resume(JSON.parse(JSON.stringify(client.thing("thing-1"))));
  expect(job.identity).toBe("things/thing/https://api.things.example/thing-1");
  expect(await job.read({ signal: new AbortController().signal })).toMatchInlineSnapshot(`
    {
      "state": {
        "body": {
          "id": "thing-1",
          "status": "done",
          "url": "https://cdn.example/1",
        },
        "items": [],
        "phase": "succeeded",
      },
    }
  `);
});
