import type { JobState } from "@genwait/lifecycle";
import { createPoller } from "@genwait/poller";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jobs } from "./apis.ts";
import { endsOfJob } from "./ends-of-job.ts";
import { type Mocks, openMocks } from "./mocks.ts";
import { brokenPromises } from "./promises-kept.ts";

describe("lives without a socket, in virtual time", () => {
  let mocks: Mocks;
  beforeAll(async () => {
    mocks = await openMocks();
  });
  afterAll(() => mocks.close());

  describe.each(jobs)("of $title", ({ api, job }) => {
    const live = async (id: string): Promise<readonly JobState[]> => {
      const poller = createPoller({ clock: mocks.clock });
      const states: JobState[] = [];
      const waiting = mocks.client(api).job(job.name, id);
      const end = await poller.wait(waiting, {
        timeoutMs: 600_000,
        intervalMs: 2_000,
        onUpdate: (state) => void states.push(state),
      });
      expect(states.at(-1)).toBe(end);
      return states;
    };

    it.each(endsOfJob(job.declaration))("end as $kind", async ({ kind, phase, failureKind }) => {
      const states = await live(`mock-end-${kind}`);
      expect(states[0]?.phase).toBe("pending");
      const end = states.at(-1);
      expect(end?.phase).toBe(phase);
      expect(end?.phase === "failed" ? end.failure.kind : undefined).toBe(failureKind);
      expect(mocks.clock.pending()).toBe(0);
    });

    it.each(endsOfJob(job.declaration))("keep every promise on the way to $kind", async ({ kind }) => {
      for (const state of await live(`mock-end-${kind}-promises`))
        expect(brokenPromises(job.declaration, state)).toEqual([]);
    });

    it.each(endsOfJob(job.declaration))("are monotone on the way to $kind", async ({ kind }) => {
      const states = await live(`mock-end-${kind}-monotone`);
      const over = states.map(({ items }) => items.filter((item) => item.phase !== "pending").length);
      expect(over).toEqual(over.toSorted((a, b) => a - b));
      const shares = states.flatMap((state) =>
        state.phase === "pending" && state.progress !== undefined ? [state.progress] : [],
      );
      expect(shares).toEqual(shares.toSorted((a, b) => a - b));
      const order = job.declaration.stage?.order ?? [];
      const stages = states.flatMap((state) =>
        state.phase === "pending" && state.stage !== undefined ? [order.indexOf(state.stage)] : [],
      );
      expect(stages).toEqual(stages.toSorted((a, b) => a - b));
    });

    it("may last for ever, and time out", async () => {
      const waiting = mocks.client(api).job(job.name, "mock-never-1");
      const wait = createPoller({ clock: mocks.clock }).wait(waiting);
      await expect(wait).rejects.toMatchObject({ reason: "timeout", lastState: { phase: "pending" } });
    });

    it("answer the same after an end as at it", async () => {
      const waiting = mocks.client(api).job(job.name, "mock-instant-1");
      const read = async (): Promise<JobState> => (await waiting.read({ signal: new AbortController().signal })).state;
      const first = await read();
      expect(first.phase).toBe("succeeded");
      await mocks.clock.advance(3_600_000);
      expect(await read()).toEqual(first);
    });

    it("of ten minutes pass in milliseconds", async () => {
      const startMs = performance.now();
      const virtualMs = mocks.clock.elapsed();
      let reads = 0;
      const poller = createPoller({
        clock: mocks.clock,
        onEvent: ({ type }) => void (reads += type === "read" ? 1 : 0),
      });
      const end = await poller.wait(mocks.client(api).job(job.name, "mock-slow-10m-1"), {
        timeoutMs: 1_200_000,
        intervalMs: 5_000,
      });
      expect(end.phase).toBe("succeeded");
      expect(mocks.clock.elapsed() - virtualMs).toBeGreaterThanOrEqual(600_000);
      console.info(`${job.title}: ten minutes, ${reads} reads, in ${(performance.now() - startMs).toFixed(0)} ms`);
    });
  });
});
