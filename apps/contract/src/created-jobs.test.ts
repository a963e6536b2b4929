import type { Started } from "@genwait/client-core";
import { isRecord, type Job, type JobResult, resolvePointer } from "@genwait/lifecycle";
import { createPoller } from "@genwait/poller";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { creates, jobOfId, startWith } from "./apis.ts";
import { type Mocks, openMocks } from "./mocks.ts";

describe("jobs that a create started", () => {
  let mocks: Mocks;
  beforeAll(async () => {
    mocks = await openMocks();
  });
  afterAll(() => mocks.close());

  const wait = async (waiting: Job): Promise<JobResult> =>
    createPoller({ clock: mocks.clock }).wait(waiting, { timeoutMs: 3_600_000 });

  describe.each(creates)("of $title", ({ api, job, create }) => {
    const { operation, input, leastInput } = create;
    const start = async (body: unknown): Promise<Started> => startWith(mocks.client(api), create, body);

    it("are found by the Link, and succeed", async () => {
      const started = await start(input);
      expect(started.job.name).toBe(job.name);
      expect(started.job.id).toBe(String(resolvePointer(started.data, operation.starts?.id ?? "")));
      expect(started.job.createdAtMs).toBeTypeOf("number");
      expect((await wait(started.job)).phase).toBe("succeeded");
    });

    it("come with the response of their create", async () => {
      const { response } = await start(input);
      expect(response.ok).toBe(true);
      expect(response.headers.get("content-type")).toMatch(/json/);
    });

    it("have ids of their own", async () => {
      const [first, second] = [await start(input), await start(input)];
      expect(first.job.id).not.toBe(second.job.id);
    });

    it("go on in another client from their JSON", async () => {
      const { job: waiting } = await start(input);
      const saved: unknown = JSON.parse(JSON.stringify(waiting));
      expect(saved).toMatchObject({ api: api.name, name: job.name, id: waiting.id });
      const resumed = mocks.client(api).resume(waiting.toJSON());
      expect(resumed.identity).toBe(waiting.identity);
      expect((await wait(resumed)).phase).toBe("succeeded");
    });

    // What an address leads to may be another job than the one of that id elsewhere.
    const isAddressed = create.operation.starts?.addresses?.status !== undefined;
    it(`are ${isAddressed ? "another" : "the same"} as the job of their id`, async () => {
      const client = mocks.client(api);
      const { job: waiting } = await startWith(client, create, input);
      expect(jobOfId(client, job, waiting.id).identity === waiting.identity).toBe(!isAddressed);
    });

    const requestedMembers = Object.entries(job.declaration.has?.succeeded?.whenRequested ?? {});
    it.each(requestedMembers)("bring %s when %s was asked for, and only then", async (member, requestMember) => {
      expect(resolvePointer(input, requestMember)).toBeDefined();
      expect(resolvePointer(leastInput, requestMember)).toBeUndefined();
      const [asked, unasked] = [await wait((await start(input)).job), await wait((await start(leastInput)).job)];
      expect(resolvePointer(asked.body, member)).toBeDefined();
      expect(resolvePointer(unasked.body, member)).toBeUndefined();
    });

    const requested = job.declaration.items?.requested;
    it.each(requested === undefined ? [] : [requested])("have as many outputs as were asked for", async (count) => {
      const { at, each = "", otherwise = 1 } = count;
      const list: unknown = resolvePointer(input, at);
      const two = Array.isArray(list)
        ? [...list, ...list].map((one: unknown) => (isRecord(one) ? { ...one, [each.slice(1)]: 2 } : one))
        : input;
      const { job: waiting } = await start(two);
      expect((await wait(waiting)).items).toHaveLength(4);
      const least = Array.isArray(leastInput) ? leastInput.length * otherwise : otherwise;
      expect((await wait((await start(leastInput)).job)).items).toHaveLength(least);
    });

    // Any bytes are a request where bytes are asked for.
    const takesBytes = create.operation.body?.media === "application/octet-stream";
    it.each(takesBytes ? [] : ["no input at all"])("are refused when the request is none", async (nothing) => {
      await expect(start(nothing)).rejects.toMatchObject({
        name: "ApiError",
        fault: "caller",
        mayHaveStarted: false,
      });
    });
  });
});
