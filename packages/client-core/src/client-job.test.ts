import { inspect } from "node:util";
import { expect, test } from "vitest";
import { jsonAnswer, serve, testKey } from "./fixtures/serve.ts";
import { things } from "./fixtures/things-api.ts";

const { client } = serve(things, jsonAnswer({}), { baseUrl: "http://localhost:4010/mock/" });

test("tells its API, its name, its address and its life", () => {
  const job = client.thing("thing-1", { createdAtMs: 5 });
  expect(job).toMatchObject({ api: "things", name: "thing", id: "thing-1", createdAtMs: 5 });
  expect(job.identity).toBe("things/thing/http://localhost:4010/mock/thing-1");
  expect(job.lifecycle).toBe(things.jobs.thing?.lifecycle);
});

test("shares the pace of its client, or that of several clients", () => {
  const paceGroup = {};
  const one = serve(things, jsonAnswer({}), { paceGroup }).client;
  const two = serve(things, jsonAnswer({}), { paceGroup }).client;
  expect(one.thing("a").paceGroup).toBe(two.task("b").paceGroup);
  expect(client.thing("a").paceGroup).toBe(client.paceGroup);
  expect(client.paceGroup).not.toBe(paceGroup);
});

test("is JSON without a key", () => {
  expect(JSON.stringify(client.thing("thing-1"))).toMatchInlineSnapshot(
    `"{"id":"thing-1","api":"things","name":"thing","baseUrl":"http://localhost:4010/mock"}"`,
  );
  expect(client.thing("thing-1", { createdAtMs: 5, expectedItems: 2 }).toJSON()).toMatchInlineSnapshot(`
    {
      "api": "things",
      "baseUrl": "http://localhost:4010/mock",
      "createdAtMs": 5,
      "expectedItems": 2,
      "id": "thing-1",
      "name": "thing",
    }
  `);
});

test("prints its id, and nothing of the client behind it", () => {
  const printed = inspect(client.thing("thing-1"), { depth: 9, showHidden: true });
  expect(printed).toContain("thing-1");
  expect(printed).not.toContain(testKey);
  expect(printed).not.toContain("apiKey");
});
