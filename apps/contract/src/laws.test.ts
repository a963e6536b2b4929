import { isApiError } from "@genwait/client-core";
import { type JobState, parseDuration, phaseOf, statusKinds } from "@genwait/lifecycle";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ContractApi, type ContractJob, jobOfId, jobs } from "./apis.ts";
import { type Mocks, openMocks, withoutExpiry } from "./mocks.ts";
import { possibleResults } from "./possible-results.ts";

/** A lifecycle of up to two minutes that may end in any way. */
const anyScenario = fc.record({
  duration: fc.integer({ min: 0, max: 120_000 }).map((ms) => `${ms}ms` as const),
  result: fc.constantFrom(...statusKinds.filter((kind) => kind !== "pending"), "never" as const),
  items: fc.integer({ min: 1, max: 6 }),
  itemsFinish: fc.constantFrom("one-by-one" as const, "together" as const),
});

// Scenarios are given to a mock when it starts: they are drawn once, and when they are polled is drawn for each run.
const drawn = fc.sample(anyScenario, { numRuns: 80, seed: 20_260_101 });

/** Polls a job after each pause; `undefined` where its id is not yet known. */
type PollAfter = (pausesMs: readonly number[]) => Promise<readonly (JobState | undefined)[]>;

const openDrawn = (): Promise<Mocks> =>
  openMocks({ scenarios: Object.fromEntries(drawn.map((scenario, index) => [`law-${index}`, scenario])) });

/** The bodies that a mock of its own gives for one id, a few seconds apart. */
const bodiesOf = async (api: ContractApi, job: ContractJob): Promise<readonly unknown[]> => {
  const mocks = await openDrawn();
  const waiting = jobOfId(mocks.client(api), job, "mock-law-1-same");
  const bodies: unknown[] = [];
  for (let count = 0; count < 5; count++) {
    bodies.push((await waiting.poll()).state.body);
    await mocks.clock.advance(7_000);
  }
  await mocks.close();
  return bodies;
};

describe("every lifecycle that the mock plays", () => {
  let mocks: Mocks;
  beforeAll(async () => {
    mocks = await openDrawn();
  });
  afterAll(() => mocks.close());

  describe.each(jobs)("for $title", ({ api, job }) => {
    const pollerOf = (id: string): PollAfter => {
      const waiting = jobOfId(mocks.client(api), job, id);
      const poll = (): Promise<JobState | undefined> =>
        waiting.poll().then(
          ({ state }) => state,
          (error: unknown) => {
            if (isApiError(error) && error.kind === "not-found") return undefined;
            throw error;
          },
        );
      return async (pausesMs) => {
        const seen = [await poll()];
        for (const pauseMs of pausesMs) {
          await mocks.clock.advance(pauseMs);
          seen.push(await poll());
        }
        return seen;
      };
    };

    const runs = fc.record({
      index: fc.nat({ max: drawn.length - 1 }),
      name: fc.stringMatching(/^[a-z0-9]{8}$/),
      pausesMs: fc.array(fc.integer({ min: 1, max: 40_000 }), { minLength: 1, maxLength: 6 }),
    });
    const expressible = new Set(possibleResults(job.declaration).map(({ kind }) => kind));

    it("is readable, never leaves a terminal phase, and ends as its scenario says when it says", async () => {
      const law = fc.asyncProperty(runs, async ({ index, name, pausesMs }) => {
        const { result, duration } = drawn[index] ?? { result: "never", duration: "0ms" };
        const seen = await pollerOf(`mock-law-${index}-${name}`)(pausesMs);
        let ageMs = 0;
        let last: JobState | undefined;
        for (const [count, state] of seen.entries()) {
          ageMs += count === 0 ? 0 : (pausesMs[count - 1] ?? 0);
          if (last !== undefined && last.phase !== "pending") expect(withoutExpiry(state)).toEqual(withoutExpiry(last));
          for (const [place, item] of last?.items?.entries() ?? []) {
            if (item.phase !== "pending") expect(state?.items?.[place]?.phase).toBe(item.phase);
          }
          const isOver = result !== "never" && ageMs >= parseDuration(duration);
          expect(state !== undefined && state.phase !== "pending").toBe(isOver);
          if (isOver && expressible.has(result)) expect(state?.phase).toBe(phaseOf(result));
          last = state;
        }
      });
      await fc.assert(law, { numRuns: 60 });
    });

    it("is the same for the same seed and id", async () => {
      const [first, second] = [await bodiesOf(api, job), await bodiesOf(api, job)];
      expect(second).toEqual(first);
    });
  });
});
