import type { JobState } from "@genwait/lifecycle";
import { createPoller } from "@genwait/poller";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jobOfId, jobs } from "./apis.ts";
import { memberViolations } from "./member-violations.ts";
import { type Mocks, openMocks, withoutExpiry } from "./mocks.ts";
import { possibleResults } from "./possible-results.ts";

describe("lifecycles without a socket, in virtual time", () => {
  let mocks: Mocks;
  beforeAll(async () => {
    mocks = await openMocks();
  });
  afterAll(() => mocks.close());

  describe.each(jobs)("of $title", ({ api, job }) => {
    const statesOf = async (id: string): Promise<readonly JobState[]> => {
      const poller = createPoller({ clock: mocks.clock });
      const states: JobState[] = [];
      const result = await poller.wait(jobOfId(mocks.client(api), job, id), {
        timeoutMs: 600_000,
        intervalMs: 2_000,
        onUpdate: (state) => void states.push(state),
      });
      expect(states.at(-1)).toBe(result);
      return states;
    };

    it.each(possibleResults(job.declaration))("end as $kind", async ({ kind, phase, failureKind }) => {
      const states = await statesOf(`mock-result-${kind}`);
      expect(states[0]?.phase).toBe("pending");
      const result = states.at(-1);
      expect(result?.phase).toBe(phase);
      expect(result?.phase === "failed" ? result.failure.kind : undefined).toBe(failureKind);
      expect(mocks.clock.pending()).toBe(0);
    });

    it.each(possibleResults(job.declaration))("have all declared members on the way to $kind", async ({ kind }) => {
      for (const state of await statesOf(`mock-result-${kind}-members`))
        expect(memberViolations(job.declaration, state)).toEqual([]);
    });

    it.each(possibleResults(job.declaration))("are monotone on the way to $kind", async ({ kind }) => {
      const states = await statesOf(`mock-result-${kind}-monotone`);
      const over = states.map(({ items = [] }) => items.filter((item) => item.phase !== "pending").length);
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

    it.each(possibleResults(job.declaration))("have items exactly where they are declared: $kind", async ({ kind }) => {
      for (const state of await statesOf(`mock-result-${kind}-items`))
        expect("items" in state).toBe(job.declaration.items !== undefined);
    });

    it("may never end, and time out", async () => {
      const waiting = jobOfId(mocks.client(api), job, "mock-never-1");
      const wait = createPoller({ clock: mocks.clock }).wait(waiting);
      await expect(wait).rejects.toMatchObject({ reason: "timeout", lastState: { phase: "pending" } });
    });

    it("respond the same after the end as at it", async () => {
      const waiting = jobOfId(mocks.client(api), job, "mock-instant-1");
      const { state: first } = await waiting.poll();
      expect(first.phase).toBe("succeeded");
      await mocks.clock.advance(3_600_000);
      expect(withoutExpiry((await waiting.poll()).state)).toEqual(withoutExpiry(first));
    });

    it("of ten minutes pass in milliseconds", async () => {
      const startMs = performance.now();
      const virtualMs = mocks.clock.elapsed();
      let polls = 0;
      const result = await createPoller({ clock: mocks.clock }).wait(
        jobOfId(mocks.client(api), job, "mock-slow-10m-1"),
        { timeoutMs: 1_200_000, intervalMs: 5_000, onPoll: () => void polls++ },
      );
      expect(result.phase).toBe("succeeded");
      expect(mocks.clock.elapsed() - virtualMs).toBeGreaterThanOrEqual(600_000);
      console.info(`${job.title}: ten minutes, ${polls} polls, in ${(performance.now() - startMs).toFixed(0)} ms`);
    });
  });
});
