import type { AnyClient, AnyResponse, ApiOperation, Middleware } from "@genwait/client-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { apis } from "./apis.ts";
import { exampleOfResponse } from "./operation-examples.ts";
import { type Mocks, openMocks } from "./mocks.ts";
import { operationInput } from "./operation-input.ts";
import { jsonResponse, serveRaw } from "./raw-response.ts";
import { testKey } from "./test-key.ts";

/** How a response is read: bytes are asked for as such. */
const parseAsOf = ({ media }: { readonly media?: string }): "json" | "blob" =>
  media === undefined || /[/+]json$/.test(media) ? "json" : "blob";

describe("the operations", () => {
  let mocks: Mocks;
  beforeAll(async () => {
    mocks = await openMocks();
  });
  afterAll(() => mocks.close());

  describe.each(apis)("of $name", (api) => {
    // What is over can no longer be cancelled.
    const isCancel = ({ id }: ApiOperation): boolean =>
      api.jobs.some(({ description: { cancel } }) => cancel?.operation === id);
    const call = (
      client: AnyClient,
      operation: ApiOperation,
      init: Readonly<Record<string, unknown>> = {},
    ): Promise<AnyResponse> =>
      client.request(operation.method.toLowerCase(), operation.path, {
        ...operationInput(operation, api, isCancel(operation) ? "mock-never-raw" : "mock-instant-raw"),
        ...init,
      });

    it.each(api.description.operations)("give data and the response by method and path: $id", async (operation) => {
      const shown = exampleOfResponse(operation, api.document);
      const { data, error, response } = await call(mocks.client(api), operation, { parseAs: parseAsOf(shown) });
      expect(error).toBeUndefined();
      expect(data).toBeTypeOf(shown.media === undefined ? "undefined" : "object");
      expect(response.ok).toBe(true);
    });

    it.each(api.description.operations)("give text where text is asked for: $id", async (operation) => {
      const shown = exampleOfResponse(operation, api.document);
      const { data } = await call(mocks.client(api), operation, { parseAs: "text" });
      const text = data === undefined ? "" : String(data);
      if (shown.media === undefined) expect(text).toBe("");
      else if (parseAsOf(shown) === "json") expect(JSON.parse(text)).toBeTypeOf("object");
      else expect(text).not.toBe("");
    });

    it.each(api.description.operations)(
      "send the headers of client and call, the call's over the client's: $id",
      async (operation) => {
        let sent = new Headers();
        const fetch: typeof globalThis.fetch = (input, init) => {
          sent = new Headers(init?.headers);
          return mocks.fetch(input, init);
        };
        const client = mocks.client(api, { fetch, headers: { "x-tenant": "client", "x-trace": "client" } });
        await call(client, operation, { headers: { "x-trace": "call" }, parseAs: "text" });
        expect([sent.get("x-tenant"), sent.get("x-trace")]).toEqual(["client", "call"]);
      },
    );

    it.each(api.description.operations)("pass through middlewares until these are ejected: $id", async (operation) => {
      const seen: string[] = [];
      const middleware: Middleware = {
        onRequest: ({ schemaPath }) => void seen.push(`request ${schemaPath}`),
        onResponse: ({ response }) => void seen.push(`response ${response.status}`),
      };
      const client = mocks.client(api);
      client.use(middleware);
      const { response } = await call(client, operation, { parseAs: "text" });
      client.eject(middleware);
      await call(client, operation, { parseAs: "text" });
      expect(seen).toEqual([`request ${operation.path}`, `response ${response.status}`]);
    });

    const withPath = api.description.operations.filter(({ path }) => path.includes("{"));
    it.each(withPath)(
      "refuse a path parameter that leads elsewhere, before anything is sent: $id",
      async (operation) => {
        const { fetch, urls } = serveRaw(jsonResponse({}));
        const client = api.description.createClient({ apiKey: testKey, fetch });
        const { params, ...rest } = operationInput(operation, api, "an-id");
        for (const bad of ["", ".", ".."]) {
          const path = Object.fromEntries(Object.keys(params.path ?? {}).map((name) => [name, bad]));
          const outcome = client.request(operation.method.toLowerCase(), operation.path, {
            ...rest,
            params: { ...params, path },
          });
          await expect(outcome).rejects.toMatchObject({ name: "ApiError", kind: "invalid-request", fault: "caller" });
        }
        await expect(client.request(operation.method.toLowerCase(), operation.path, rest)).rejects.toMatchObject({
          kind: "invalid-request",
        });
        expect(urls).toEqual([]);
      },
    );
  });
});
