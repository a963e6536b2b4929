import { expect, test } from "vitest";
import { failureOf } from "./fixtures/failure-of.ts";
import { jsonAnswer, serve } from "./fixtures/serve.ts";
import { things } from "./fixtures/things-api.ts";

test("gives the job, born now, and the create's answer", async () => {
  const { client, clock } = serve(things, jsonAnswer({ id: 7, warning: "slow" }));
  const { job, body } = await client.start("createThing", { text: "a boat" });
  expect(job.toJSON()).toEqual({
    api: "things",
    name: "thing",
    id: "7",
    baseUrl: "https://api.things.example",
    createdAtMs: clock.now(),
  });
  expect(body).toEqual({ id: 7, warning: "slow" });
});

test("expects as many items as the create announced", async () => {
  const { client } = serve(things, jsonAnswer({ id: "a", outputs: [{}, {}, {}] }));
  expect((await client.startThing({ text: "three boats" })).job.toJSON()).toMatchObject({ expectedItems: 3 });
});

test("expects nothing of an empty list, nor of none", async () => {
  for (const outputs of [[], null, "three"]) {
    const { client } = serve(things, jsonAnswer({ id: "a", outputs }));
    expect((await client.startThing({ text: "boats" })).job.toJSON()).not.toHaveProperty("expectedItems");
  }
});

test("keeps a job whose answer has an id, whatever its envelope says", async () => {
  const { client } = serve(things, jsonAnswer({ id: "a", err: { reason: "a warning" } }));
  expect((await client.startThing({ text: "a boat" })).job.id).toBe("a");
});

test("says that a job may have started when its answer has no id", async () => {
  const { client } = serve(things, jsonAnswer({ id: null }));
  const error = await failureOf(client.startThing({ text: "a boat" }));
  expect(error.message).toMatchInlineSnapshot(
    `"Failed to call createThing: /id is null instead of the job's id. Check the base URL, and whether the service has changed. The job may have been started and billed: look for it before you create it again."`,
  );
  expect(error).toMatchObject({ kind: "contract", mayHaveStarted: true, excerpt: '{"id":null}' });
});

test("sends a create once, whatever happens", async () => {
  for (const status of [408, 429, 500, 503]) {
    const { client, requests } = serve(things, jsonAnswer({}, { status, headers: { "retry-after": "0" } }));
    await failureOf(client.startThing({ text: "a boat" }));
    expect(requests).toHaveLength(1);
  }
});

test("refuses an operation that starts no job", async () => {
  const { client, requests } = serve(things, jsonAnswer({}));
  await expect(client.start("getThing", { id: "a" })).rejects.toThrowErrorMatchingInlineSnapshot(
    `[TypeError: Failed to start a job by getThing: it starts none. Use call.]`,
  );
  expect(requests).toEqual([]);
});
