import { expect, test } from "vitest";
import { failureOf } from "./fixtures/failure-of.ts";
import { type Answerer, jsonAnswer, serve, textAnswer } from "./fixtures/serve.ts";
import { things } from "./fixtures/things-api.ts";

const throwing =
  (code?: string): Answerer =>
  () => {
    throw new TypeError("fetch failed", { cause: Object.assign(new Error("broken"), code && { code }) });
  };

const creating = async (answerer: Answerer) => {
  const { client, requests } = serve(things, answerer, { timeoutMs: 1000 });
  const error = await failureOf(client.startThing({ text: "a boat" }));
  expect(requests).toHaveLength(1);
  return error;
};

test("a create whose answer was lost says so, and what to do", async () => {
  const error = await creating(throwing("ECONNRESET"));
  expect(error.message).toMatchInlineSnapshot(
    `"Failed to call createThing: https://api.things.example could not be reached (ECONNRESET). Check the connection and the base URL. The job may have been started and billed: look for it before you create it again."`,
  );
  expect(error.mayHaveStarted).toBe(true);
});

test.for<[string, Answerer]>([
  ["no answer in time", () => new Promise(() => {})],
  ["a connection that breaks for an unknown reason", throwing()],
  ["HTML with 200", textAnswer("<html>")],
  ["half a body", textAnswer('{"id":"thi')],
  ["an empty 200", textAnswer("")],
  ["a 200 without an id", jsonAnswer({ status: "working" })],
  ["a 500", textAnswer("", { status: 500 })],
  ["a gateway's 502", textAnswer("", { status: 502 })],
  ["a gateway's 504", textAnswer("", { status: 504 })],
])("after %s the job may have started", async ([, answerer]) => {
  expect(await creating(answerer)).toMatchObject({ mayHaveStarted: true });
});

test.for<[string, Answerer]>([
  ["a connection that was refused", throwing("ECONNREFUSED")],
  ["a host that has no address", throwing("ENOTFOUND")],
  ["a connection that took too long to make", throwing("UND_ERR_CONNECT_TIMEOUT")],
  ["a certificate that is none", throwing("CERT_HAS_EXPIRED")],
  ["a redirect", textAnswer(null, { status: 307 })],
  ["a 400", textAnswer("", { status: 400 })],
  ["a 401", textAnswer("", { status: 401 })],
  ["a 429", textAnswer("", { status: 429 })],
  ["a 503", textAnswer("", { status: 503 })],
  ["an error inside 200", jsonAnswer({ err: { reason: "not allowed" } })],
])("after %s no job has started", async ([, answerer]) => {
  expect(await creating(answerer)).not.toHaveProperty("mayHaveStarted");
});

test("a call that creates nothing never says so", async () => {
  const { client } = serve(things, throwing("ECONNRESET"));
  expect(await failureOf(client.getThing({ id: "thing-1" }))).not.toHaveProperty("mayHaveStarted");
});
