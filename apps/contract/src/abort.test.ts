import { getEventListeners } from "node:events";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Clock } from "@genwait/lifecycle";
import { describe, expect, it } from "vitest";
import { jobsUnderTest, playScript } from "./jobs-under-test.ts";

const options = { timeoutMs: 600_000, intervalMs: 60_000 };

describe.concurrent.each(jobsUnderTest)("an abort of a wait for $title", (underTest) => {
  const { pending, succeeded } = underTest.samples;
  const reason = new Error("the caller's own");

  /** Aborts after a while, and gives what the wait has settled with one turn of the event loop later. */
  const abortLater = (clock: Clock, start: (signal: AbortSignal) => Promise<unknown>): Promise<unknown> => {
    const controller = new AbortController();
    let settled: unknown = "not settled";
    void start(controller.signal).catch((error: unknown) => (settled = error));
    return new Promise((resolve) => {
      clock.after(20_000, () => {
        controller.abort(reason);
        void nextTurn().then(() => resolve(settled));
      });
    });
  };

  it("sends nothing when it came before", async () => {
    await playScript(underTest, { script: [pending] }, async ({ poller, waiting, requests }) => {
      const wait = poller.wait(waiting, { ...options, signal: AbortSignal.abort(reason) });
      await expect(wait).rejects.toBe(reason);
      expect(requests).toHaveLength(0);
    });
  });

  it("settles within one turn of the event loop while the wait sleeps", async () => {
    await playScript(underTest, { script: [pending] }, async ({ poller, waiting, clock, requests }) => {
      const settled = await abortLater(clock, (signal) => poller.wait(waiting, { ...options, signal }));
      expect(settled).toBe(reason);
      expect(requests).toHaveLength(1);
    });
  });

  it("settles within one turn of the event loop while a request is under way", async () => {
    await playScript(underTest, { script: [{ end: "hang" }] }, async ({ poller, waiting, clock, requests }) => {
      const settled = await abortLater(clock, (signal) => poller.wait(waiting, { ...options, signal }));
      expect(settled).toBe(reason);
      expect(requests).toHaveLength(1);
    });
  });

  it("leaves the signal without a listener, and so does a result", async () => {
    await playScript(underTest, { script: [pending, succeeded] }, async ({ poller, waiting, clock }) => {
      const { signal } = new AbortController();
      await poller.wait(waiting, { ...options, signal });
      expect(getEventListeners(signal, "abort")).toEqual([]);
      let aborted: AbortSignal | undefined;
      await abortLater(clock, (given) =>
        poller.wait(waiting, { ...options, signal: (aborted = given), onUpdate: () => {} }),
      );
      expect(aborted && getEventListeners(aborted, "abort")).toEqual([]);
    });
  });
});
