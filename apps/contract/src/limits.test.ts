import { createPoller } from "@genwait/poller";
import { afterAll, describe, expect, it } from "vitest";
import { jobOfId, jobs } from "./apis.ts";
import { type Mocks, openMocks } from "./mocks.ts";

describe("a service that allows ten requests in half a minute", () => {
  const opened: Mocks[] = [];
  afterAll(() => Promise.all(opened.map((mocks) => mocks.close())));

  it.each(jobs)("brings twelve jobs at once to their results all the same: $title", async ({ api, job }) => {
    const mocks = await openMocks({ limits: { requests: 10, per: "30s" } });
    opened.push(mocks);
    // A bucket of its own for each job of the suite.
    const client = mocks.client(api, { apiKey: `key-of-${job.name}` });
    const events: string[] = [];
    const poller = createPoller({ clock: mocks.clock, onEvent: ({ type }) => void events.push(type) });
    const waits = Array.from({ length: 12 }, (_, index) => jobOfId(client, job, `mock-result-succeeded-${index}`));
    const settled = await poller.all(waits, { timeoutMs: 3_600_000, maxErrors: 100 });
    expect(settled.map(({ result }) => result?.phase)).toEqual(waits.map(() => "succeeded"));
    expect(events).toContain("rate-limited");
    expect(mocks.clock.pending()).toBe(0);
  });
});
