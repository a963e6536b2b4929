import { expect, test } from "vitest";
import { jsonAnswer, serve } from "./fixtures/serve.ts";
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

test.for([Number.NaN, -1])("refuses %d as a number of items or a time", (value) => {
  expect(() => client.thing("a", { expectedItems: value })).toThrow(TypeError);
  expect(() => client.thing("a", { createdAtMs: value })).toThrow(TypeError);
});
