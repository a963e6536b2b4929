import { isApiError } from "@genwait/client-core";
import { type JobState, kinds, parseDuration, phaseOf } from "@genwait/lifecycle";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jobs } from "./apis.ts";
import type { ContractApi, ContractJob } from "./contract-api.ts";
import { endsOfJob } from "./ends-of-job.ts";
import { type Mocks, openMocks } from "./mocks.ts";

const endKinds = kinds.filter((kind) => kind !== "pending");

/** A life of up to two minutes that may end in any way. */
const anyLife = fc.record({
  duration: fc.integer({ min: 0, max: 120_000 }).map((ms) => `${ms}ms` as const),
  end: fc.constantFrom(...endKinds, "never" as const),
  items: fc.integer({ min: 1, max: 6 }),
  itemsFinish: fc.constantFrom("one-by-one" as const, "together" as const),
});

// Scenarios are given to a mock when it starts; the lives are drawn once, who looks when is drawn for each run.
const lives = fc.sample(anyLife, { numRuns: 80, seed: 20_260_101 });

/** Looks at a job after each pause; `undefined` where its id is not yet known. */
type Look = (pausesMs: readonly number[]) => Promise<readonly (JobState | undefined)[]>;

const openLives = (): Promise<Mocks> =>
  openMocks({ scenarios: Object.fromEntries(lives.map((scenario, index) => [`law-${index}`, scenario])) });

/** What a mock of its own answers about one id, a few seconds apart. */
const bodiesOf = async (api: ContractApi, { name }: ContractJob): Promise<readonly unknown[]> => {
  const mocks = await openLives();
  const waiting = mocks.client(api).job(name, "mock-law-1-same");
  const bodies: unknown[] = [];
  for (let look = 0; look < 5; look++) {
    bodies.push((await waiting.read({ signal: new AbortController().signal })).state.body);
    await mocks.clock.advance(7_000);
  }
  await mocks.close();
  return bodies;
};

describe("every life that the mock plays", () => {
  let mocks: Mocks;
  beforeAll(async () => {
    mocks = await openLives();
  });
  afterAll(() => mocks.close());

  describe.each(jobs)("for $title", ({ api, job }) => {
    const looker = (id: string): Look => {
      const waiting = mocks.client(api).job(job.name, id);
      const look = (): Promise<JobState | undefined> =>
        waiting.read({ signal: new AbortController().signal }).then(
          ({ state }) => state,
          (error: unknown) => {
            if (isApiError(error) && error.kind === "not-found") return undefined;
            throw error;
          },
        );
      return async (pausesMs) => {
        const seen = [await look()];
        for (const pauseMs of pausesMs) {
          await mocks.clock.advance(pauseMs);
          seen.push(await look());
        }
        return seen;
      };
    };

    const runs = fc.record({
      index: fc.nat({ max: lives.length - 1 }),
      name: fc.stringMatching(/^[a-z0-9]{8}$/),
      pausesMs: fc.array(fc.integer({ min: 1, max: 40_000 }), { minLength: 1, maxLength: 6 }),
    });
    const able = new Set(endsOfJob(job.declaration).map(({ kind }) => kind));

    it("is readable, never leaves an end, and ends as its scenario says when it says", async () => {
      const law = fc.asyncProperty(runs, async ({ index, name, pausesMs }) => {
        const { end, duration } = lives[index] ?? { end: "never", duration: "0ms" };
        const seen = await looker(`mock-law-${index}-${name}`)(pausesMs);
        let ageMs = 0;
        let last: JobState | undefined;
        for (const [count, state] of seen.entries()) {
          ageMs += count === 0 ? 0 : (pausesMs[count - 1] ?? 0);
          if (last !== undefined && last.phase !== "pending") expect(state).toEqual(last);
          for (const [place, item] of last?.items.entries() ?? []) {
            if (item.phase !== "pending") expect(state?.items[place]?.phase).toBe(item.phase);
          }
          const isOver = end !== "never" && ageMs >= parseDuration(duration);
          expect(state !== undefined && state.phase !== "pending").toBe(isOver);
          if (isOver && able.has(end)) expect(state?.phase).toBe(phaseOf(end));
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
