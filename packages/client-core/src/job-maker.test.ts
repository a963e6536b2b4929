import { inspect } from "node:util";
import { expect, test } from "vitest";
import { jsonAnswer, serve, testKey } from "./fixtures/serve.ts";
import { things } from "./fixtures/things-api.ts";

const { client, requests } = serve(things, jsonAnswer({}));

test("makes a job by its name, as the method of that name does, and sends nothing", () => {
  expect(client.job("thing", "thing-1").toJSON()).toEqual(client.thing("thing-1").toJSON());
  expect(requests).toEqual([]);
});

test("refuses an id that leads nowhere, at once", () => {
  expect(() => client.thing("")).toThrowErrorMatchingInlineSnapshot(
    `[ApiError: Failed to call getThing: id cannot be "". Correct the input.]`,
  );
  expect(() => client.thing("..")).toThrowErrorMatchingInlineSnapshot(
    `[ApiError: Failed to call getThing: id cannot be "..". Correct the input.]`,
  );
  expect(() => client.task("")).toThrowErrorMatchingInlineSnapshot(
    `[ApiError: Failed to call findTask: task_id cannot be "". Correct the input.]`,
  );
  expect(() => client.job("thing", JSON.parse("null"))).toThrowErrorMatchingInlineSnapshot(
    `[ApiError: Failed to call getThing: id cannot be "null". Correct the input.]`,
  );
});

test("refuses a name that the API does not have", () => {
  expect(() => client.job("thingy", "a")).toThrowErrorMatchingInlineSnapshot(
    `[TypeError: Failed to find "thingy": the API has none of that name. Use one of thing, task, query.]`,
  );
  expect(() => client.job("toString", "a")).toThrow(TypeError);
});

const { client: local } = serve(things, jsonAnswer({}), { baseUrl: "http://localhost:4010/mock/" });

test("tells its API, its name, its address and its life", () => {
  const job = local.thing("thing-1", { createdAtMs: 5 });
  expect(job).toMatchObject({ api: "things", name: "thing", id: "thing-1", createdAtMs: 5 });
  expect(job.identity).toBe("things/thing/http://localhost:4010/mock/thing-1");
  expect(job.lifecycle).toBe(things.jobs.thing?.lifecycle);
});

test("shares the pace of its client, or that of several clients", () => {
  const paceGroup = {};
  const one = serve(things, jsonAnswer({}), { paceGroup }).client;
  const two = serve(things, jsonAnswer({}), { paceGroup }).client;
  expect(one.thing("a").paceGroup).toBe(two.task("b").paceGroup);
  expect(local.thing("a").paceGroup).toBe(local.paceGroup);
  expect(local.paceGroup).not.toBe(paceGroup);
});

test("is JSON without a key", () => {
  expect(JSON.stringify(local.thing("thing-1"))).toMatchInlineSnapshot(
    `"{"id":"thing-1","api":"things","name":"thing","baseUrl":"http://localhost:4010/mock"}"`,
  );
  expect(local.thing("thing-1", { createdAtMs: 5, expectedItems: 2 }).toJSON()).toMatchInlineSnapshot(`
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
  const printed = inspect(local.thing("thing-1"), { depth: 9, showHidden: true });
  expect(printed).toContain("thing-1");
  expect(printed).not.toContain(testKey);
  expect(printed).not.toContain("apiKey");
});
