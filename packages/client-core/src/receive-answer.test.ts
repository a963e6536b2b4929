import { expect, test } from "vitest";
import { failureOf } from "./fixtures/failure-of.ts";
import { jsonAnswer, serve, textAnswer } from "./fixtures/serve.ts";
import { things } from "./fixtures/things-api.ts";
import { entry } from "./entry.ts";
import { receiveAnswer } from "./receive-answer.ts";

const calling = (answerer: Parameters<typeof serve>[1]) =>
  failureOf(serve(things, answerer).client.getThing({ id: "a" }));

const broken = () =>
  new Response(new ReadableStream({ start: (controller) => controller.error(new Error("reset")) }), { status: 401 });

test("the API's own rules go before the table of codes", async () => {
  expect(await calling(jsonAnswer({ message: "No CREDITS left" }, { status: 403 }))).toMatchObject({
    kind: "insufficient-credits",
  });
});

test("a code outside 2xx counts more than a body that is no JSON", async () => {
  expect(await calling(textAnswer("<html>", { status: 429 }))).toMatchObject({ kind: "rate-limited", status: 429 });
});

test("a code outside 2xx counts more than a body that broke off", async () => {
  expect(await calling(broken)).toMatchObject({ kind: "unauthorized", status: 401 });
});

test("an answer without content is good where the operation declares it so, and nowhere else", async () => {
  const empty = textAnswer(null, { status: 204 });
  expect(await serve(things, empty).client.renameThing({ id: "a", body: { name: "boat" } })).toBeUndefined();
  expect(await calling(empty)).toMatchObject({ kind: "contract", status: 204 });
});

test.for(["7", '"text"', "null", "[]"])("%s is JSON, and another matter than no JSON", async (text) => {
  const { client, departures } = serve(things, textAnswer(text, { headers: { "content-type": "application/json" } }));
  expect(await client.getThing({ id: "a" })).toEqual(JSON.parse(text));
  expect(departures).not.toEqual([]);
});

test("gives status, headers and text", async () => {
  const response = new Response("7", { status: 201, headers: { a: "b" } });
  const answer = await receiveAnswer(async () => response, entry(things.operations, "getThing"), {
    now: () => 0,
    after: () => () => {},
  });
  expect(answer).toMatchObject({ status: 201, text: "7", body: 7, problem: undefined, errors: undefined });
  expect([answer.header("a"), answer.header("c")]).toEqual(["b", null]);
});
