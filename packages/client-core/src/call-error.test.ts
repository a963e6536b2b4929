import { expect, test } from "vitest";
import type { ReceivedAnswer } from "./call-context.ts";
import { errorMaker, wordsOf } from "./call-error.ts";
import { failureOf } from "./fixtures/failure-of.ts";
import { serve, textAnswer } from "./fixtures/serve.ts";
import { things } from "./fixtures/things-api.ts";
import { entry } from "./entry.ts";
import { scrubber } from "./scrub.ts";

const fail = errorMaker(things, entry(things.operations, "getThing"), scrubber("sk-1234"));

const answerOf = (body: unknown): ReceivedAnswer => ({
  status: 500,
  body,
  text: `${JSON.stringify(body)}`,
  header: () => null,
});

const told = (body: unknown) => fail("unavailable", wordsOf(answerOf(body)), answerOf(body));

test("says what failed, why, and what to do", () => {
  expect(fail("unavailable", "it rains").message).toBe("Failed to call getThing: it rains. Try again later.");
});

test("names the place of the key where the key is at fault", () => {
  expect(fail("unauthorized", "it is old").message).toContain("Check THINGS_API_KEY or apiKey.");
});

test.for<[unknown]>([
  [{ message: "no ink." }],
  [{ err: { message: "no ink" } }],
  [{ error: { message: "no ink" } }],
  [{ message: "", error: "no ink" }],
  [{ title: "Failed", detail: "no ink" }],
])("finds the service's own words in %j", ([body]) => {
  expect(told(body).message).toBe("Failed to call getThing: the service answered 500: no ink. Try again later.");
});

test.for<[unknown]>([[undefined], [null], [[]], [{ message: 7 }], [{ error: {} }], ["no ink"]])(
  "goes without words where there are none, as in %j",
  ([body]) => {
    expect(told(body).message).toBe("Failed to call getThing: the service answered 500. Try again later.");
  },
);

test("caps what a service says", () => {
  const { message } = told({ message: "x".repeat(10_000) });
  expect(message.length).toBeLessThan(600);
});

test("an excerpt is capped, however long the body", async () => {
  const { excerpt } = await failureOf(
    serve(things, textAnswer("x".repeat(1_000_000), { status: 500 })).client.listThings(),
  );
  expect(excerpt).toBe("x".repeat(500));
});

test("names the id of the answer that support asks for", async () => {
  const { requestId } = await failureOf(
    serve(things, textAnswer("", { status: 500, headers: { "x-request-id": "req-7" } })).client.listThings(),
  );
  expect(requestId).toBe("req-7");
});
