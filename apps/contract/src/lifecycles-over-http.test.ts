import { createPoller } from "@genwait/poller";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jobOfId, jobs } from "./apis.ts";
import { memberViolations } from "./member-violations.ts";
import { type Mocks, openMocksOverHttp } from "./mocks.ts";
import { possibleResults } from "./possible-results.ts";

describe("lifecycles over real HTTP", () => {
  let mocks: Mocks;
  beforeAll(async () => {
    mocks = await openMocksOverHttp();
  });
  afterAll(() => mocks.close());

  describe.concurrent.each(jobs)("of $title", ({ api, job }) => {
    it.each(possibleResults(job.declaration))("end as $kind", async ({ kind, phase, failureKind }) => {
      const poller = createPoller({ clock: mocks.clock });
      const phases: string[] = [];
      const waiting = jobOfId(mocks.client(api), job, `mock-result-${kind}`);
      const result = await poller.wait(waiting, {
        timeoutMs: 600_000,
        intervalMs: 2_000,
        onUpdate: (state) => void phases.push(state.phase),
      });
      expect(result.phase).toBe(phase);
      expect(result.phase === "failed" ? result.failure.kind : undefined).toBe(failureKind);
      expect(memberViolations(job.declaration, result)).toEqual([]);
      expect(phases.filter((seen) => seen !== "pending")).toEqual([phase]);
    });

    it("of all kinds at once each come to their own result", async () => {
      const wanted = possibleResults(job.declaration);
      const client = mocks.client(api);
      const waits = wanted.map(({ kind }) => jobOfId(client, job, `mock-result-${kind}-at-once`));
      const settled = await createPoller({ clock: mocks.clock }).all(waits, { timeoutMs: 600_000, intervalMs: 2_000 });
      expect(settled.map(({ result }) => result?.phase)).toEqual(wanted.map(({ phase }) => phase));
    });
  });
});
