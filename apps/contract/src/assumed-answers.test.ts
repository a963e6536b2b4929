import { createPoller } from "@genwait/poller";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jobs } from "./apis.ts";
import { type Mocks, openMocks } from "./mocks.ts";

/** What the mock makes for a job that nobody asked a number of outputs for. */
const outputs = 4;

describe("unfinished answers that are only assumed", () => {
  let mocks: Mocks;
  beforeAll(async () => {
    mocks = await openMocks();
  });
  afterAll(() => mocks.close());

  const assuming = jobs.filter(({ job }) => job.declaration.pendingAs !== undefined);
  describe.each(assuming)("of $title", ({ api, job }) => {
    const expected = job.declaration.items === undefined ? {} : { expectedItems: outputs };

    it.each(job.declaration.pendingAs ?? [])("are no end: %s", async (form) => {
      const waiting = mocks.client(api, { strict: false }).job(job.name, `mock-pending-as-${form}`, expected);
      const startMs = mocks.clock.elapsed();
      const end = await createPoller({ clock: mocks.clock }).wait(waiting, {
        timeoutMs: 3_600_000,
        notFoundGraceMs: 3_600_000,
      });
      expect(end.phase).toBe("succeeded");
      expect(end.items).toHaveLength(expected.expectedItems ?? 0);
      expect(mocks.clock.elapsed()).toBeGreaterThan(startMs);
    });
  });
});
