import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { apis } from "./apis.ts";
import { errorExamplesOf } from "./error-examples.ts";
import { inputOfOperation } from "./input-of-operation.ts";
import { need } from "./json.ts";
import { type Mocks, openMocks } from "./mocks.ts";
import { samplesOf } from "./samples-of-job.ts";
import { testKey } from "./test-key.ts";

describe("refusals", () => {
  let mocks: Mocks;
  beforeAll(async () => {
    mocks = await openMocks({ strict: true, keys: [testKey] });
  });
  afterAll(() => mocks.close());

  describe.each(apis)("of $name", (api) => {
    const { signal } = new AbortController();
    const calls = Object.keys(api.descriptor.operations);

    it.each(api.jobs)("are unauthorized with a wrong key: $name", async ({ name }) => {
      const client = mocks.client(api, { apiKey: "another-key" });
      await expect(client.job(name, "an-id").read({ signal })).rejects.toMatchObject({
        kind: "unauthorized",
        blame: "caller",
      });
    });

    it.each(api.jobs)("send nothing without a key: $name", async ({ name }) => {
      let sent = 0;
      const fetch: typeof globalThis.fetch = (...args) => {
        sent++;
        return mocks.fetch(...args);
      };
      const client = mocks.client(api, { apiKey: "", fetch });
      await expect(client.job(name, "an-id").read({ signal })).rejects.toMatchObject({ kind: "unauthorized" });
      expect(sent).toBe(0);
    });

    it.each(api.jobs)("are the service's own where no key was sent: $name", async ({ operation }) => {
      const path = operation.path.replaceAll(/\{\w+\}/g, "an-id");
      const response = await mocks.fetch(`${api.descriptor.baseUrl}${path}`, { method: operation.method });
      expect(response.status).toBe(401);
      expect(response.headers.get("content-type")).toMatch(/json/);
    });

    it.each(api.jobs)("know no id that was never created: $name", async ({ name }) => {
      const client = mocks.client(api);
      await expect(client.job(name, "never-created").read({ signal })).rejects.toMatchObject({ kind: "not-found" });
    });

    it.each(errorExamplesOf(api))("can be asked for by Prefer: $title", async ({ operation, status, key, kind }) => {
      const job = need(api.jobs[0], "job");
      const fetch: typeof globalThis.fetch = (request, init) => {
        const headers = new Headers(init?.headers);
        headers.set("prefer", `code=${status}${key === undefined ? "" : `, example=${key}`}`);
        return mocks.fetch(request, { ...init, headers });
      };
      const input = inputOfOperation(operation, api, samplesOf(job).id);
      const call = mocks.client(api, { fetch }).call(operation.id, input);
      await expect(call).rejects.toMatchObject({ name: "ApiError", status, kind });
      expect(calls).toContain(operation.id);
    });
  });
});
