import { createPoller } from "@genwait/poller";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jobs } from "./apis.ts";
import { endsOfJob } from "./ends-of-job.ts";
import { type Mocks, openMocksOverHttp } from "./mocks.ts";
import { brokenPromises } from "./promises-kept.ts";

describe("lives over real HTTP", () => {
  let mocks: Mocks;
  beforeAll(async () => {
    mocks = await openMocksOverHttp();
  });
  afterAll(() => mocks.close());

  describe.concurrent.each(jobs)("of $title", ({ api, job }) => {
    it.each(endsOfJob(job.declaration))("end as $kind", async ({ kind, phase, failureKind }) => {
      const poller = createPoller({ clock: mocks.clock });
      const phases: string[] = [];
      const waiting = mocks.client(api).job(job.name, `mock-end-${kind}`);
      const end = await poller.wait(waiting, {
        timeoutMs: 600_000,
        intervalMs: 2_000,
        onUpdate: (state) => void phases.push(state.phase),
      });
      expect(end.phase).toBe(phase);
      expect(end.phase === "failed" ? end.failure.kind : undefined).toBe(failureKind);
      expect(brokenPromises(job.declaration, end)).toEqual([]);
      expect(phases.filter((seen) => seen !== "pending")).toEqual([phase]);
    });

    it("of all kinds at once each come to their own end", async () => {
      const ends = endsOfJob(job.declaration);
      const client = mocks.client(api);
      const waits = ends.map(({ kind }) => client.job(job.name, `mock-end-${kind}-at-once`));
      const results = await createPoller({ clock: mocks.clock }).all(waits, { timeoutMs: 600_000, intervalMs: 2_000 });
      expect(results.map(({ end }) => end?.phase)).toEqual(ends.map(({ phase }) => phase));
    });
  });
});
