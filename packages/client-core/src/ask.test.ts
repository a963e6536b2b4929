import { expect, test } from "vitest";
import type { ApiError } from "./api-error.ts";
import { failureOf } from "./fixtures/failure-of.ts";
import { jsonAnswer, serve } from "./fixtures/serve.ts";
import { things } from "./fixtures/things-api.ts";

const facts = ({ kind, blame, status, message }: ApiError) => ({ kind, blame, status, message });

test("a missing key is unauthorized, before anything is sent", async () => {
  const { client, requests } = serve(things, jsonAnswer({}), { apiKey: "" });
  expect(facts(await failureOf(client.getThing({ id: "thing-1" })))).toMatchInlineSnapshot(`
    {
      "blame": "caller",
      "kind": "unauthorized",
      "message": "Failed to call getThing: there is no key. Check THINGS_API_KEY or apiKey.",
      "status": undefined,
    }
  `);
  expect(requests).toEqual([]);
});

test("a key function that fails is unauthorized, with its error as the cause", async () => {
  const { client, requests } = serve(things, jsonAnswer({}), {
    apiKey: () => Promise.reject(new Error("the vault is closed")),
  });
  const error = await failureOf(client.getThing({ id: "thing-1" }));
  expect(facts(error)).toMatchInlineSnapshot(`
    {
      "blame": "caller",
      "kind": "unauthorized",
      "message": "Failed to call getThing: the vault is closed. Check THINGS_API_KEY or apiKey.",
      "status": undefined,
    }
  `);
  expect(error.cause).toMatchObject({ message: "the vault is closed" });
  expect(requests).toEqual([]);
});

test.for([[""], ["."], [".."], [undefined]])("the id %j is refused before anything is sent", async ([id]) => {
  const { client, requests } = serve(things, jsonAnswer({}));
  const error = await failureOf(client.call("getThing", { id }));
  expect([error.kind, error.blame, error.status]).toEqual(["invalid-request", "caller", undefined]);
  expect(requests).toEqual([]);
});

test("input that is no JSON is refused before anything is sent", async () => {
  const { client, requests } = serve(things, jsonAnswer({}));
  const error = await failureOf(client.call("createThing", { text: 1n }));
  expect([error.kind, error.blame, error.mayHaveStarted]).toEqual(["invalid-request", "caller", undefined]);
  expect(requests).toEqual([]);
});

test("an abort goes through unwrapped, also one that came before the call", async () => {
  const controller = new AbortController();
  const reason = new Error("enough");
  const { client, requests } = serve(things, () => new Promise(() => {}));
  const calling = client.getThing({ id: "thing-1" }, { signal: controller.signal });
  await Promise.resolve();
  controller.abort(reason);
  await expect(calling).rejects.toBe(reason);
  const sent = requests.length;
  await expect(client.getThing({ id: "thing-1" }, { signal: controller.signal })).rejects.toBe(reason);
  expect(requests).toHaveLength(sent);
});

test("an abort while the key is looked up sends nothing", async () => {
  const controller = new AbortController();
  const { client, requests } = serve(things, jsonAnswer({}), {
    apiKey: async () => {
      controller.abort("enough");
      return "sk-1234";
    },
  });
  await expect(client.getThing({ id: "thing-1" }, { signal: controller.signal })).rejects.toBe("enough");
  expect(requests).toEqual([]);
});

test("a call's own time limit goes before the client's", async () => {
  const { client, clock } = serve(things, () => new Promise(() => {}), { timeoutMs: 60_000 });
  const error = await failureOf(client.getThing({ id: "thing-1" }, { timeoutMs: 250 }));
  expect([error.kind, clock.elapsed()]).toEqual(["call-timeout", 250]);
});
