import { type EndState, type Job, resolvePointer } from "@genwait/lifecycle";
import { createPoller } from "@genwait/poller";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { creates } from "./apis.ts";
import { isRecord } from "./json.ts";
import { type Mocks, openMocks } from "./mocks.ts";

describe("jobs that a create started", () => {
  let mocks: Mocks;
  beforeAll(async () => {
    mocks = await openMocks({ strict: true });
  });
  afterAll(() => mocks.close());

  const wait = async (waiting: Job): Promise<EndState> =>
    createPoller({ clock: mocks.clock }).wait(waiting, { timeoutMs: 3_600_000 });

  describe.each(creates)("of $title", ({ api, job, create: { operation, input, leastInput } }) => {
    const start = async (body: unknown): Promise<{ readonly job: Job; readonly body: unknown }> =>
      mocks.client(api).start(operation.id, body);
    it("are found by the Link, and succeed", async () => {
      const started = await start(input);
      expect(started.job.name).toBe(job.name);
      expect(started.job.id).toBe(String(resolvePointer(started.body, operation.starts?.id ?? "")));
      expect(started.job.createdAtMs).toBeTypeOf("number");
      expect((await wait(started.job)).phase).toBe("succeeded");
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

    const wishes = Object.entries(job.declaration.has?.succeeded?.whenRequested ?? {});
    it.each(wishes)("bring %s when %s was asked for, and only then", async (member, wish) => {
      expect(resolvePointer(input, wish)).toBeDefined();
      expect(resolvePointer(leastInput, wish)).toBeUndefined();
      const [asked, unasked] = [await wait((await start(input)).job), await wait((await start(leastInput)).job)];
      expect(resolvePointer(asked.body, member)).toBeDefined();
      expect(resolvePointer(unasked.body, member)).toBeUndefined();
    });

    const requested = job.declaration.items?.requested;
    it.each(requested === undefined ? [] : [requested])("have as many outputs as were asked for", async (wish) => {
      const { at, each = "", otherwise = 1 } = wish;
      const list: unknown = resolvePointer(input, at);
      const two = Array.isArray(list)
        ? [...list, ...list].map((one: unknown) => (isRecord(one) ? { ...one, [each.slice(1)]: 2 } : one))
        : input;
      const { job: waiting } = await start(two);
      expect((await wait(waiting)).items).toHaveLength(4);
      const least = Array.isArray(leastInput) ? leastInput.length * otherwise : otherwise;
      expect((await wait((await start(leastInput)).job)).items).toHaveLength(least);
    });

    it("are refused when the request is none", async () => {
      await expect(start("no input at all")).rejects.toMatchObject({
        name: "ApiError",
        blame: "caller",
      });
    });
  });
});
