import { createPoller, isWaitError } from "@genwait/poller";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jobOfId, jobs } from "./apis.ts";
import { type Mocks, openMocks, openMocksOverHttp } from "./mocks.ts";

/** Scenarios of the mock that a wait must come through, by the ids that choose them. */
const passing = [
  "429-20s",
  "429-date",
  "429-bare",
  "500",
  "502",
  "503",
  "latency-3s",
  "hang",
  "reset",
  "reset-mid-body",
  "truncated",
  "html",
  "empty-body",
  "unknown-field",
  "bumpy",
];

/** Scenarios that end a wait at once. */
const refusing = [
  { id: "401", kind: "unauthorized" },
  { id: "402", kind: "insufficient-credits" },
  { id: "403", kind: "forbidden" },
  { id: "404", kind: "not-found" },
];

describe.each([
  { transport: "without a socket", open: openMocks },
  { transport: "over real HTTP", open: openMocksOverHttp },
])("faults of the mock $transport", ({ open }) => {
  let mocks: Mocks;
  beforeAll(async () => {
    mocks = await open({ scenario: { duration: "30s" } });
  });
  afterAll(() => mocks.close());

  describe.each(jobs)("of $title", ({ api, job }) => {
    it.each(passing)("do not end a wait: %s", async (fault) => {
      // Not strict: a member that the document does not have, and whatever else differs, must cost nothing.
      const client = mocks.client(api, { strict: false, timeoutMs: 60_000 });
      const poller = createPoller({ clock: mocks.clock, random: () => 0.5 });
      const waiting = jobOfId(client, job, `mock-${fault}`);
      const result = await poller.wait(waiting, { timeoutMs: 3_600_000, intervalMs: 4_000 });
      expect(result.phase).toBe("succeeded");
    });

    it.each(refusing)("end a wait at once where nothing else helps: $id", async ({ id, kind }) => {
      const poller = createPoller({ clock: mocks.clock });
      const error: unknown = await poller
        .wait(jobOfId(mocks.client(api), job, `mock-${id}`))
        .catch((reason: unknown) => reason);
      expect(error).toMatchObject({ reason: "refused", cause: { kind } });
      expect(isWaitError(error) && error.attempts).toBe(1);
    });

    it("show a status that is not declared, which is pending", async () => {
      const { state, items } = job.declaration;
      if (state?.at === undefined && items?.state.at === undefined) return;
      const waiting = jobOfId(mocks.client(api, { strict: false }), job, "mock-unknown-status");
      const reported: unknown[] = [];
      const onEvent = (event: { readonly type: string }): void =>
        void (event.type === "schema-mismatch" && reported.push(event));
      const result = await createPoller({ clock: mocks.clock, onEvent }).wait(waiting, {
        timeoutMs: 3_600_000,
        intervalMs: 4_000,
      });
      expect(result.phase).toBe("succeeded");
      expect(reported.length).toBeGreaterThan(0);
    });

    it("hide a new job for a while, which notFoundRetryMs bridges", async () => {
      const client = mocks.client(api);
      const poller = createPoller({ clock: mocks.clock });
      const wait = poller.wait(jobOfId(client, job, "mock-late-3s"), {
        timeoutMs: 3_600_000,
        notFoundRetryMs: 10_000,
      });
      expect((await wait).phase).toBe("succeeded");
      await expect(poller.wait(jobOfId(client, job, "mock-late-30m"))).rejects.toMatchObject({
        cause: { kind: "not-found" },
      });
    });
  });
});
