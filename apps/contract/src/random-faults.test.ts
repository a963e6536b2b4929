import { phaseOf, statusKinds } from "@genwait/lifecycle";
import { createPoller } from "@genwait/poller";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jobOfId, jobs } from "./apis.ts";
import { type Mocks, openMocks } from "./mocks.ts";
import { possibleResults } from "./possible-results.ts";

/** Faults that pass; each hits a share of the polls, so that they come in any order and number. */
const passing = fc.constantFrom(
  "rate-limited" as const,
  "server-error" as const,
  "bad-gateway" as const,
  "unavailable" as const,
  "latency" as const,
  "hang" as const,
  "reset" as const,
  "reset-mid-body" as const,
  "truncated" as const,
  "html" as const,
  "empty-body" as const,
  "unknown-field" as const,
);
const faultyScenario = fc.record({
  duration: fc.integer({ min: 0, max: 300_000 }).map((ms) => `${ms}ms` as const),
  result: fc.constantFrom(...statusKinds.filter((kind) => kind !== "pending")),
  items: fc.integer({ min: 1, max: 5 }),
  faults: fc.array(fc.record({ is: passing, rate: fc.double({ min: 0.01, max: 0.4, noNaN: true }) }), { maxLength: 4 }),
});
const drawn = fc.sample(faultyScenario, { numRuns: 60, seed: 20_260_102 });

describe("a wait among random faults", () => {
  let mocks: Mocks;
  beforeAll(async () => {
    const scenarios = Object.fromEntries(drawn.map((scenario, index) => [`faulty-${index}`, scenario]));
    mocks = await openMocks({ scenarios });
  });
  afterAll(() => mocks.close());

  it.each(jobs)(
    "comes to the result that the job comes to, whatever passes on the way: $title",
    async ({ api, job }) => {
      const expressible = new Set(possibleResults(job.declaration).map(({ kind }) => kind));
      const runs = fc.record({ index: fc.nat({ max: drawn.length - 1 }), name: fc.stringMatching(/^[a-z0-9]{8}$/) });
      const law = fc.asyncProperty(runs, async ({ index, name }) => {
        const { result: expected = "succeeded" } = drawn[index] ?? {};
        let goodPolls = 0;
        const poller = createPoller({ clock: mocks.clock });
        const client = mocks.client(api, { strict: false, timeoutMs: 10_000 });
        const startMs = mocks.clock.elapsed();
        const result = await poller.wait(jobOfId(client, job, `mock-faulty-${index}-${name}`), {
          timeoutMs: 24 * 3_600_000,
          intervalMs: 5_000,
          maxErrors: 1_000,
          onPoll: ({ state }) => void (goodPolls += state === undefined ? 0 : 1),
        });
        if (expressible.has(expected)) expect(result.phase).toBe(phaseOf(expected));
        // One at the start, one at each interval, no more: errors are counted apart.
        expect(goodPolls).toBeLessThanOrEqual(2 + (mocks.clock.elapsed() - startMs) / (5_000 * 0.75));
        expect(mocks.clock.pending()).toBe(0);
      });
      await fc.assert(law, { numRuns: 40 });
    },
  );
});
