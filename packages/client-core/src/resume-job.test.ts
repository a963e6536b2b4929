import { expect, test } from "vitest";
import type { SavedJob } from "@genwait/lifecycle";
import { jsonAnswer, serve } from "./fixtures/serve.ts";
import { things } from "./fixtures/things-api.ts";

const { client } = serve(things, jsonAnswer({}));

const parsed = (text: string): SavedJob => JSON.parse(text);

test("makes a job of what the same job wrote", () => {
  const job = client.thing("thing-1", { createdAtMs: 5, expectedItems: 2 });
  const again = client.resume(parsed(JSON.stringify(job)));
  expect(again.toJSON()).toEqual(job.toJSON());
  expect(again.identity).toBe(job.identity);
});

test("refuses a job of another address, for its id means nothing here", () => {
  const elsewhere = serve(things, jsonAnswer({}), { baseUrl: "http://localhost:4010" }).client.thing("thing-1");
  expect(() => client.resume(elsewhere.toJSON())).toThrowErrorMatchingInlineSnapshot(
    `[TypeError: Failed to resume a job of things at http://localhost:4010: this client is for things at https://api.things.example. Create the client that the job was saved from.]`,
  );
});

test("refuses a job of another API", () => {
  expect(() => client.resume({ ...client.thing("a").toJSON(), api: "decks" })).toThrowErrorMatchingInlineSnapshot(
    `[TypeError: Failed to resume a job of decks at https://api.things.example: this client is for things at https://api.things.example. Create the client that the job was saved from.]`,
  );
});

test.for(["null", "7", '"thing-1"', "[]", "{}"])("refuses %s", (text) => {
  expect(() => client.resume(parsed(text))).toThrow(/^Failed to resume a job/);
});

test("refuses a saved job without a good id, or of a name that is gone", () => {
  const saved = client.thing("a").toJSON();
  expect(() => client.resume({ ...saved, id: "" })).toThrow('id cannot be ""');
  expect(() => client.resume({ ...saved, name: "gone" })).toThrow('Failed to find "gone"');
});
