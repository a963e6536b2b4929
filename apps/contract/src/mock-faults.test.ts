import { createPoller, isWaitError } from "@genwait/poller";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jobs } from "./apis.ts";
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
  { arena: "without a socket", open: openMocks },
  { arena: "over real HTTP", open: openMocksOverHttp },
])("faults of the mock $arena", ({ open }) => {
  let mocks: Mocks;
  beforeAll(async () => {
    mocks = await open({ scenario: { duration: "30s" } });
  });
  afterAll(() => mocks.close());

  describe.each(jobs)("of $title", ({ api, job }) => {
    it.each(passing)("do not end a wait: %s", async (fault) => {
      // Not strict: a member that the document does not have, and whatever else departs, must cost nothing.
      const client = mocks.client(api, { strict: false, timeoutMs: 60_000 });
      const poller = createPoller({ clock: mocks.clock, random: () => 0.5 });
      const end = await poller.wait(client.job(job.name, `mock-${fault}`), { timeoutMs: 3_600_000, intervalMs: 4_000 });
      expect(end.phase).toBe("succeeded");
    });

    it.each(refusing)("end a wait at once where nothing else helps: $id", async ({ id, kind }) => {
      const poller = createPoller({ clock: mocks.clock });
      const error: unknown = await poller
        .wait(mocks.client(api).job(job.name, `mock-${id}`))
        .catch((reason: unknown) => reason);
      expect(error).toMatchObject({ reason: "refused", cause: { kind } });
      expect(isWaitError(error) && error.attempts).toBe(1);
    });

    it("show a status that nobody has heard of, which is pending", async () => {
      const { state, items } = job.declaration;
      if (state?.at === undefined && items?.state.at === undefined) return;
      const waiting = mocks.client(api, { strict: false }).job(job.name, "mock-unknown-status");
      const told: unknown[] = [];
      const onEvent = (event: { readonly type: string }): void => void (event.type === "departure" && told.push(event));
      const end = await createPoller({ clock: mocks.clock, onEvent }).wait(waiting, {
        timeoutMs: 3_600_000,
        intervalMs: 4_000,
      });
      expect(end.phase).toBe("succeeded");
      expect(told.length).toBeGreaterThan(0);
    });

    it("hide a new job for a while, which its grace bridges", async () => {
      const client = mocks.client(api);
      const poller = createPoller({ clock: mocks.clock });
      const wait = poller.wait(client.job(job.name, "mock-late-3s"), {
        timeoutMs: 3_600_000,
        notFoundGraceMs: 10_000,
      });
      expect((await wait).phase).toBe("succeeded");
      await expect(poller.wait(client.job(job.name, "mock-late-30m"))).rejects.toMatchObject({
        cause: { kind: "not-found" },
      });
    });
  });
});
