import { describe, expect, test } from "vitest";
import { failureOf } from "./fixtures/failure-of.ts";
import { byId, type Difference, done, pressOf, stateOf } from "./fixtures/presses.ts";
import { testKey } from "./fixtures/serve.ts";

/** Its creates and its outputs are at another origin than the rest. */
const spread: Difference = {
  operations: {
    createRender: { baseUrl: "https://upload.press.example/in" },
    getOutput: { baseUrl: "https://files.press.example" },
  },
  declaration: { output: { link: "output" } },
  job: { output: [{ operation: "getOutput", parameters: [byId] }] },
};

describe("an operation with a pinned base URL", () => {
  test("is called there, with the key", async () => {
    const { start, sent } = pressOf(spread, [{ id: "r1" }, done, { images: [] }]);
    await stateOf(await start());
    expect(sent.map(({ url, headers }) => [url, headers["x-api-key"]])).toEqual([
      ["https://upload.press.example/in/v1/renders", testKey],
      ["https://api.press.example/v1/renders/r1", testKey],
      ["https://files.press.example/v1/renders/r1/output", testKey],
    ]);
  });

  test("is called at the client's own base URL with all others, where the client has one", async () => {
    const { start, sent } = pressOf(spread, [{ id: "r1" }, done, { images: [] }], {
      baseUrl: "http://127.0.0.1:4010/press",
    });
    await stateOf(await start());
    expect(sent.map(({ url }) => url)).toEqual([
      "http://127.0.0.1:4010/press/v1/renders",
      "http://127.0.0.1:4010/press/v1/renders/r1",
      "http://127.0.0.1:4010/press/v1/renders/r1/output",
    ]);
  });

  test("gives its base URL no key of another operation's", async () => {
    const { client, sent } = pressOf(spread, [{}, {}, {}]);
    const init = { params: { path: { id: "r1" } } };
    await client.request("get", "/v1/renders/{id}", { ...init, baseUrl: "https://files.press.example" });
    await client.request("get", "/v1/renders/{id}/output", {
      ...init,
      baseUrl: "https://files.press.example.evil.example",
    });
    await client.request("get", "/v1/renders/{id}/output", { ...init, baseUrl: "https://api.press.example" });
    expect(sent.map(({ headers }) => headers["x-api-key"])).toEqual([undefined, undefined, testKey]);
  });

  test("that redirects leads nowhere", async () => {
    const redirect = new Response(null, { status: 307, headers: { location: "https://evil.example/" } });
    const { start, sent } = pressOf(spread, [redirect]);
    expect(await failureOf(start())).toMatchObject({ kind: "invalid-response", status: 307 });
    expect(sent).toHaveLength(1);
  });
});
