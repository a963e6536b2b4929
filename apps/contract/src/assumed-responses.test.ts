import { createPoller } from "@genwait/poller";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jobOfId, jobs } from "./apis.ts";
import { type Mocks, openMocks } from "./mocks.ts";

/** What the mock makes for a job that no number of outputs was asked for. */
const outputs = 4;

describe("unfinished responses that are only assumed", () => {
  let mocks: Mocks;
  beforeAll(async () => {
    mocks = await openMocks();
  });
  afterAll(() => mocks.close());

  const assuming = jobs.filter(({ job }) => job.declaration.pendingAs !== undefined);
  describe.each(assuming)("of $title", ({ api, job }) => {
    const expected = job.declaration.items === undefined ? {} : { expectedItems: outputs };

    it.each(job.declaration.pendingAs ?? [])("are not terminal: %s", async (form) => {
      const client = mocks.client(api, { strict: false });
      const waiting = jobOfId(client, job, `mock-pending-as-${form}`, expected);
      const startMs = mocks.clock.elapsed();
      const result = await createPoller({ clock: mocks.clock }).wait(waiting, {
        timeoutMs: 3_600_000,
        notFoundRetryMs: 3_600_000,
      });
      expect(result.phase).toBe("succeeded");
      expect(result.items?.length).toBe(expected.expectedItems);
      expect(mocks.clock.elapsed()).toBeGreaterThan(startMs);
    });
  });
});
