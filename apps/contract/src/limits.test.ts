import { createPoller } from "@genwait/poller";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jobs } from "./apis.ts";
import { type Mocks, openMocks } from "./mocks.ts";

describe("a service that allows ten reads in half a minute", () => {
  let mocks: Mocks;
  beforeAll(async () => {
    mocks = await openMocks({ limits: { requests: 10, per: "30s" } });
  });
  afterAll(() => mocks.close());

  it.each(jobs)("brings a crowd of jobs to their ends all the same: $title", async ({ api, job }) => {
    // A bucket of its own for each job of the suite.
    const client = mocks.client(api, { apiKey: `key-of-${job.name}` });
    const told: string[] = [];
    const poller = createPoller({ clock: mocks.clock, onEvent: ({ type }) => void told.push(type) });
    const crowd = Array.from({ length: 12 }, (_, index) => client.job(job.name, `mock-end-succeeded-${index}`));
    const results = await poller.all(crowd, { timeoutMs: 3_600_000, maxErrors: 100 });
    expect(results.map(({ end }) => end?.phase)).toEqual(crowd.map(() => "succeeded"));
    expect(told).toContain("paced");
    expect(mocks.clock.pending()).toBe(0);
  });
});
