import type { AnyClient, AnyResponse, ApiOperation, Middleware } from "@genwait/client-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { apis } from "./apis.ts";
import { type Mocks, openMocks } from "./mocks.ts";
import { operationInput } from "./operation-input.ts";
import { jsonResponse, serveRaw } from "./raw-response.ts";
import { testKey } from "./test-key.ts";

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
      const { data, error, response } = await call(mocks.client(api), operation);
      expect(error).toBeUndefined();
      expect(data).toBeTypeOf("object");
      expect(response.ok).toBe(true);
    });

    it.each(api.description.operations)("give text where text is asked for: $id", async (operation) => {
      const { data } = await call(mocks.client(api), operation, { parseAs: "text" });
      expect(JSON.parse(String(data))).toBeTypeOf("object");
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
        await call(client, operation, { headers: { "x-trace": "call" } });
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
      const { response } = await call(client, operation);
      client.eject(middleware);
      await call(client, operation);
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
