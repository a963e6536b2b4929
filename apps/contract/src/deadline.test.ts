import { isWaitError } from "@genwait/poller";
import { describe, expect, it } from "vitest";
import { jobsUnderTest, playScript } from "./jobs-under-test.ts";
import type { ScriptedResponse } from "./script.ts";

const minuteMs = 60_000;

describe.concurrent.each(jobsUnderTest)("the deadline of $title", (underTest) => {
  const { samples, job } = underTest;
  const { pending, succeeded } = samples;
  const hanging: ScriptedResponse = { end: "hang" };

  it("ends a job that never ends, with a final poll just before it", async () => {
    await playScript(underTest, { script: [pending] }, async ({ poller, waiting, requests, clock }) => {
      const startMs = clock.elapsed();
      const error: unknown = await poller
        .wait(waiting, { timeoutMs: minuteMs, intervalMs: 7_000 })
        .catch((reason: unknown) => reason);
      expect(error).toMatchObject({ reason: "timeout", lastState: { phase: "pending" } });
      expect(isWaitError(error) && error.message).toContain(samples.id);
      expect(isWaitError(error) && error.message).toMatch(/may still be running and billed/);
      expect(requests.length).toBeGreaterThan(2);
      expect(error).toMatchObject({ attempts: requests.length, responseCounts: { pending: requests.length } });
      expect(clock.elapsed() - startMs).toBeLessThanOrEqual(minuteMs);
      expect(startMs + minuteMs - (requests.at(-1)?.atMs ?? 0)).toBe(250);
    });
  });

  it("gives the result that the final poll finds", async () => {
    let firstMs = 0;
    const script = ({ atMs }: { readonly atMs: number }): ScriptedResponse =>
      atMs - firstMs > 65_000 ? succeeded : pending;
    await playScript(underTest, { script }, async ({ poller, waiting, clock }) => {
      firstMs = clock.elapsed();
      const result = await poller.wait(waiting, { timeoutMs: 90_000, intervalMs: minuteMs, finalPollMs: 20_000 });
      expect(result.phase).toBe("succeeded");
    });
  });

  it("clamps a sleep that is longer than the time", async () => {
    await playScript(underTest, { script: [pending] }, async ({ poller, waiting, requests, clock }) => {
      const startMs = clock.elapsed();
      await expect(poller.wait(waiting, { timeoutMs: minuteMs, intervalMs: 30 * minuteMs })).rejects.toMatchObject({
        reason: "timeout",
      });
      expect(requests).toHaveLength(2);
      expect(clock.elapsed() - startMs).toBeLessThanOrEqual(minuteMs);
    });
  });

  it("aborts a request that hangs, and has settled by it", async () => {
    await playScript(underTest, { script: [hanging] }, async ({ poller, waiting, clock }) => {
      const startMs = clock.elapsed();
      const error: unknown = await poller.wait(waiting, { timeoutMs: 20_000 }).catch((reason: unknown) => reason);
      expect(isWaitError(error) && error.job).toBe(waiting);
      expect(clock.elapsed() - startMs).toBeLessThanOrEqual(20_000);
    });
  });

  it("bounds a hanging request by the client's own limit, and goes on", async () => {
    const script = [pending, hanging, hanging, succeeded];
    await playScript(underTest, { script, client: { timeoutMs: 20_000 } }, async ({ poller, waiting, requests }) => {
      const result = await poller.wait(waiting, { timeoutMs: 10 * minuteMs });
      expect(result.phase).toBe("succeeded");
      expect(requests.length).toBeGreaterThanOrEqual(4);
    });
  });

  it("accepts no response that comes after it", async () => {
    const { promise: late, resolve: respondLate } = Promise.withResolvers<Response>();
    // A fetch that minds no signal, as many a wrapper of fetch is.
    const fetch = async (): Promise<Response> => late;
    await playScript(underTest, { script: [pending], client: { fetch } }, async ({ poller, waiting }) => {
      const states: string[] = [];
      const wait = poller.wait(waiting, { timeoutMs: 20_000, onUpdate: ({ phase }) => void states.push(phase) });
      await expect(wait).rejects.toBeInstanceOf(Error);
      respondLate(new Response(succeeded.text, { status: succeeded.status, headers: succeeded.headers ?? {} }));
      await new Promise(setImmediate);
      expect(states).toEqual([]);
    });
  });

  it("is the declared one where the caller names none", async () => {
    await playScript(underTest, { script: [pending] }, async ({ poller, waiting, clock }) => {
      const startMs = clock.elapsed();
      await expect(poller.wait(waiting)).rejects.toMatchObject({ reason: "timeout" });
      const lastedMs = clock.elapsed() - startMs;
      const { timeoutMs } = job.lifecycle.poll;
      expect(lastedMs).toBeLessThanOrEqual(timeoutMs);
      expect(lastedMs).toBeGreaterThan(timeoutMs - 1_000);
    });
  });
});
