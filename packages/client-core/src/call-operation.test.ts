import { callErrorKinds } from "@genwait/lifecycle";
import { afterAll, expect, test } from "vitest";
import type { ApiError } from "./api-error.ts";
import { failureOf } from "./fixtures/failure-of.ts";
import { type Answerer, jsonAnswer, serve, textAnswer } from "./fixtures/serve.ts";
import { things } from "./fixtures/things-api.ts";

const seen = new Set<string>();

const failing = async (answerer: Answerer, options = {}): Promise<ApiError> => {
  const error = await failureOf(serve(things, answerer, options).client.getThing({ id: "thing-1" }));
  seen.add(error.kind);
  return error;
};

const facts = ({ kind, blame, status, message }: ApiError) => ({ kind, blame, status, message });

test("a body that the service cannot accept is an invalid request", async () => {
  const answer = jsonAnswer(
    { message: "Input validation errors: 1. text must not be empty.", statusCode: 400 },
    { status: 400 },
  );
  expect(facts(await failing(answer))).toMatchInlineSnapshot(`
    {
      "blame": "caller",
      "kind": "invalid-request",
      "message": "Failed to call getThing: the service answered 400: Input validation errors: 1. text must not be empty. Correct the input.",
      "status": 400,
    }
  `);
});

test("a wrong key is unauthorized", async () => {
  expect(facts(await failing(jsonAnswer({ message: "Invalid API key.", statusCode: 401 }, { status: 401 }))))
    .toMatchInlineSnapshot(`
    {
      "blame": "caller",
      "kind": "unauthorized",
      "message": "Failed to call getThing: the service answered 401: Invalid API key. Check THINGS_API_KEY or apiKey.",
      "status": 401,
    }
  `);
});

test("402, and a 403 about credits, are insufficient credits", async () => {
  const body = { message: "Insufficient Credits remaining", statusCode: 402 };
  expect(facts(await failing(jsonAnswer(body, { status: 402 })))).toMatchInlineSnapshot(`
    {
      "blame": "caller",
      "kind": "insufficient-credits",
      "message": "Failed to call getThing: the service answered 402: Insufficient Credits remaining. Add credits to the account.",
      "status": 402,
    }
  `);
  expect(facts(await failing(jsonAnswer(body, { status: 403 })))).toMatchInlineSnapshot(`
    {
      "blame": "caller",
      "kind": "insufficient-credits",
      "message": "Failed to call getThing: the service answered 403: Insufficient Credits remaining. Add credits to the account.",
      "status": 403,
    }
  `);
});

test("any other 403 is forbidden", async () => {
  expect(facts(await failing(jsonAnswer({ message: "Forbidden" }, { status: 403 })))).toMatchInlineSnapshot(`
    {
      "blame": "caller",
      "kind": "forbidden",
      "message": "Failed to call getThing: the service answered 403: Forbidden. Check what the key may do.",
      "status": 403,
    }
  `);
});

test("an unknown id is not found", async () => {
  expect(facts(await failing(jsonAnswer({ message: "Thing not found. id: thing-1" }, { status: 404 }))))
    .toMatchInlineSnapshot(`
    {
      "blame": "caller",
      "kind": "not-found",
      "message": "Failed to call getThing: the service answered 404: Thing not found. id: thing-1. Check the id and the base URL.",
      "status": 404,
    }
  `);
});

test("an error inside 200 is rejected, in the service's words", async () => {
  expect(facts(await failing(jsonAnswer({ err: { reason: "text is not allowed" } })))).toMatchInlineSnapshot(`
    {
      "blame": "caller",
      "kind": "rejected",
      "message": "Failed to call getThing: the service answered 200: text is not allowed. Correct the input.",
      "status": 200,
    }
  `);
});

test("429 is rate-limited, and says how long to stay away", async () => {
  const error = await failing(
    jsonAnswer({ message: "Too many requests" }, { status: 429, headers: { "retry-after": "7" } }),
  );
  expect({ ...facts(error), retryAfterMs: error.retryAfterMs }).toMatchInlineSnapshot(`
    {
      "blame": "caller",
      "kind": "rate-limited",
      "message": "Failed to call getThing: the service answered 429: Too many requests. Ask less often.",
      "retryAfterMs": 7000,
      "status": 429,
    }
  `);
});

test("an empty 500 is unavailable", async () => {
  expect(facts(await failing(textAnswer(null, { status: 500, headers: { "content-length": "0" } }))))
    .toMatchInlineSnapshot(`
    {
      "blame": "service",
      "kind": "unavailable",
      "message": "Failed to call getThing: the service answered 500. Try again later.",
      "status": 500,
    }
  `);
});

test("a gateway's page is unavailable, with the beginning of the page", async () => {
  const error = await failing(textAnswer("<html><h1>502 Bad Gateway</h1></html>", { status: 502 }));
  expect({ ...facts(error), excerpt: error.excerpt }).toMatchInlineSnapshot(`
    {
      "blame": "service",
      "excerpt": "<html><h1>502 Bad Gateway</h1></html>",
      "kind": "unavailable",
      "message": "Failed to call getThing: the service answered 502. Try again later.",
      "status": 502,
    }
  `);
});

test("a connection that cannot be made is a network error, with its code and its cause", async () => {
  const error = await failing(() => {
    throw new TypeError("fetch failed", {
      cause: Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:1"), { code: "ECONNREFUSED" }),
    });
  });
  expect(facts(error)).toMatchInlineSnapshot(`
    {
      "blame": "network",
      "kind": "network",
      "message": "Failed to call getThing: https://api.things.example could not be reached (ECONNREFUSED). Check the connection and the base URL.",
      "status": undefined,
    }
  `);
  expect(error.cause).toMatchObject({ name: "TypeError", message: "fetch failed", cause: { code: "ECONNREFUSED" } });
});

test("an answer that breaks off is a network error, with the part that came", async () => {
  const error = await failing(() => {
    const chunks = [new TextEncoder().encode('{"id":"thing-1","sta')];
    const body = new ReadableStream({
      pull: (controller) => {
        const chunk = chunks.pop();
        if (chunk === undefined) controller.error(new TypeError("terminated"));
        else controller.enqueue(chunk);
      },
    });
    return new Response(body, { headers: { "content-type": "application/json" } });
  });
  expect({ ...facts(error), excerpt: error.excerpt }).toMatchInlineSnapshot(`
    {
      "blame": "network",
      "excerpt": "{"id":"thing-1","sta",
      "kind": "network",
      "message": "Failed to call getThing: the connection broke in the middle of the answer (terminated). Check the connection and the base URL.",
      "status": 200,
    }
  `);
});

test("an answer that does not come is a call time-out", async () => {
  expect(facts(await failing(() => new Promise(() => {}), { timeoutMs: 5000 }))).toMatchInlineSnapshot(`
    {
      "blame": "service",
      "kind": "call-timeout",
      "message": "Failed to call getThing: no whole answer came within 5000 ms. Try again later, or raise timeoutMs.",
      "status": undefined,
    }
  `);
});

test("HTML with 200, half a body and no body are breaches of contract", async () => {
  expect(facts(await failing(textAnswer("<!doctype html><title>Sign in</title>")))).toMatchInlineSnapshot(`
    {
      "blame": "contract",
      "kind": "contract",
      "message": "Failed to call getThing: the answer is HTML. Check the base URL, and whether the service has changed.",
      "status": 200,
    }
  `);
  expect(facts(await failing(textAnswer('{"id":"thing-1","sta')))).toMatchInlineSnapshot(`
    {
      "blame": "contract",
      "kind": "contract",
      "message": "Failed to call getThing: the answer is no whole JSON. Check the base URL, and whether the service has changed.",
      "status": 200,
    }
  `);
  expect(facts(await failing(textAnswer("")))).toMatchInlineSnapshot(`
    {
      "blame": "contract",
      "kind": "contract",
      "message": "Failed to call getThing: the answer is empty. Check the base URL, and whether the service has changed.",
      "status": 200,
    }
  `);
});

test("a redirect is a breach of contract, also one that the platform hides", async () => {
  const headers = { location: "https://elsewhere.example/v1/things/thing-1" };
  expect(facts(await failing(textAnswer(null, { status: 302, headers })))).toMatchInlineSnapshot(`
    {
      "blame": "contract",
      "kind": "contract",
      "message": "Failed to call getThing: the service answered 302. Check the base URL, and whether the service has changed.",
      "status": 302,
    }
  `);
  const hidden = Object.defineProperties(Response.error(), { type: { value: "opaqueredirect" } });
  expect(facts(await failing(() => hidden))).toMatchInlineSnapshot(`
    {
      "blame": "contract",
      "kind": "contract",
      "message": "Failed to call getThing: the service answered with a redirect. Check the base URL, and whether the service has changed.",
      "status": 0,
    }
  `);
});

afterAll(() => {
  // Titles above name one each; this says that none of them was forgotten.
  expect([...seen].sort()).toEqual([...callErrorKinds].sort());
});

test("takes parameters by name, the body beside them, and an answer without content", async () => {
  const { client, requests } = serve(things, textAnswer(null, { status: 204 }));
  expect(await client.renameThing({ id: "thing-1", body: { name: "boat" } })).toBeUndefined();
  expect(requests).toMatchObject([
    { url: "https://api.things.example/v1/things/thing-1", method: "PATCH", body: { name: "boat" } },
  ]);
});

test("takes a body itself where no parameter is required, and the optional ones in the options", async () => {
  const { client, requests } = serve(things, jsonAnswer({ id: "thing-1" }));
  await client.createThing({ text: "a boat" });
  await client.createThing({ text: "a boat" }, { parameters: { dryRun: true } });
  await client.startThing({ text: "a boat" }, { parameters: { dryRun: false } });
  await client.call("createThing", { text: "a boat" }, { parameters: { dryRun: true } });
  expect(requests.map(({ url, body }) => [url, body])).toEqual(
    ["", "?dryRun=true", "?dryRun=false", "?dryRun=true"].map((query) => [
      `https://api.things.example/v1/things${query}`,
      { text: "a boat" },
    ]),
  );
});

test("takes no input at all where nothing is required", async () => {
  const { client, requests } = serve(things, jsonAnswer({}));
  await client.listThings();
  await client.listThings({ tag: ["a", "b"], page: 2 });
  expect(requests.map(({ url }) => url)).toEqual([
    "https://api.things.example/v1/things",
    "https://api.things.example/v1/things?tag=a&tag=b&page=2",
  ]);
});

test("an operation that the API does not have is the caller's mistake", async () => {
  const { client } = serve(things, jsonAnswer({}));
  await expect(client.call("getThingy", {})).rejects.toThrowErrorMatchingInlineSnapshot(
    `[TypeError: Failed to find "getThingy": the API has none of that name. Use one of getThing, createThing, renameThing, listThings, findTask, askQuery.]`,
  );
});
