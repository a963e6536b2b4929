import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { apis, jobOfId } from "./apis.ts";
import { need } from "./document.ts";
import { errorExamplesOf } from "./error-examples.ts";
import { type Mocks, openMocks } from "./mocks.ts";
import { operationInput } from "./operation-input.ts";
import { samplesOf } from "./samples-of-job.ts";
import { testKey } from "./test-key.ts";

describe("refusals", () => {
  let mocks: Mocks;
  beforeAll(async () => {
    mocks = await openMocks({ keys: [testKey] });
  });
  afterAll(() => mocks.close());

  describe.each(apis)("of $name", (api) => {
    it.each(api.jobs)("are unauthorized with a wrong key: $name", async (job) => {
      const client = mocks.client(api, { apiKey: "another-key" });
      await expect(jobOfId(client, job, "an-id").poll()).rejects.toMatchObject({
        kind: "unauthorized",
        fault: "caller",
      });
    });

    it.each(api.jobs)("send nothing without a key: $name", async (job) => {
      let sent = 0;
      const fetch: typeof globalThis.fetch = (...args) => {
        sent++;
        return mocks.fetch(...args);
      };
      const client = mocks.client(api, { apiKey: "", fetch });
      await expect(jobOfId(client, job, "an-id").poll()).rejects.toMatchObject({ kind: "unauthorized" });
      expect(sent).toBe(0);
    });

    it.each(api.jobs)("are the service's own where no key was sent: $name", async ({ operation }) => {
      const path = operation.path.replaceAll(/\{\w+\}/g, "an-id");
      const response = await mocks.fetch(`${api.description.baseUrl}${path}`, { method: operation.method });
      expect(response.status).toBe(401);
      expect(response.headers.get("content-type")).toMatch(/json/);
    });

    it.each(api.jobs)("are the service's own where the client is told to send no key: $name", async (job) => {
      const client = mocks.client(api, { apiKey: null });
      await expect(jobOfId(client, job, "an-id").poll()).rejects.toMatchObject({ kind: "unauthorized", status: 401 });
    });

    it.each(api.jobs)("know no id that was never created: $name", async (job) => {
      const client = mocks.client(api);
      // Of a form that every service takes.
      const id = "00000000-0000-4000-8000-000000000000";
      await expect(jobOfId(client, job, id).poll()).rejects.toMatchObject({ kind: "not-found" });
    });

    it.each(errorExamplesOf(api))("can be asked for by Prefer: $title", async ({ operation, status, key, body }) => {
      const job = need(api.jobs[0], "job");
      const prefer = `code=${status}${key === undefined ? "" : `, example=${key}`}`;
      const input = operationInput(operation, api, samplesOf(job).id);
      const call = mocks
        .client(api)
        .request(operation.method.toLowerCase(), operation.path, { ...input, headers: { prefer } });
      if (body === undefined) return expect(call).rejects.toMatchObject({ name: "ApiError", status });
      const { error, response } = await call;
      expect(response.status).toBe(status);
      // Which example a code without a name gets is the mock's to say.
      if (key !== undefined) expect(error).toEqual(body);
      else expect(error).toBeDefined();
      return undefined;
    });
  });
});
