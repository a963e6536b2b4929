import { isWaitError } from "@genwait/poller";
import { describe, expect, it } from "vitest";
import type { ScriptedAnswer } from "./script.ts";
import { play, scenes } from "./scene.ts";

const minuteMs = 60_000;

describe.concurrent.each(scenes)("the deadline of $title", (scene) => {
  const { samples, job } = scene;
  const { pending, succeeded } = samples;
  const hanging: ScriptedAnswer = { end: "hang" };

  it("ends a job that never ends, with a last look just before it", async () => {
    await play(scene, { script: [pending] }, async ({ poller, waiting, requests, clock }) => {
      const startMs = clock.elapsed();
      const error: unknown = await poller
        .wait(waiting, { timeoutMs: minuteMs, intervalMs: 7_000 })
        .catch((reason: unknown) => reason);
      expect(error).toMatchObject({ reason: "timeout", lastState: { phase: "pending" } });
      expect(isWaitError(error) && error.message).toContain(samples.id);
      expect(isWaitError(error) && error.message).toMatch(/may still be running and billed/);
      expect(requests.length).toBeGreaterThan(2);
      expect(error).toMatchObject({ attempts: requests.length, answers: { pending: requests.length } });
      expect(clock.elapsed() - startMs).toBeLessThanOrEqual(minuteMs);
      expect(startMs + minuteMs - (requests.at(-1)?.atMs ?? 0)).toBe(250);
    });
  });

  it("gives the end that the last look finds", async () => {
    const script = ({ atMs }: { readonly atMs: number }): ScriptedAnswer =>
      atMs - firstMs > 65_000 ? succeeded : pending;
    let firstMs = 0;
    await play(scene, { script }, async ({ poller, waiting, clock }) => {
      firstMs = clock.elapsed();
      const end = await poller.wait(waiting, { timeoutMs: 90_000, intervalMs: minuteMs, lastLookMs: 20_000 });
      expect(end.phase).toBe("succeeded");
    });
  });

  it("clamps a sleep that is longer than the time", async () => {
    await play(scene, { script: [pending] }, async ({ poller, waiting, requests, clock }) => {
      const startMs = clock.elapsed();
      await expect(poller.wait(waiting, { timeoutMs: minuteMs, intervalMs: 30 * minuteMs })).rejects.toMatchObject({
        reason: "timeout",
      });
      expect(requests).toHaveLength(2);
      expect(clock.elapsed() - startMs).toBeLessThanOrEqual(minuteMs);
    });
  });

  it("aborts a request that hangs, and has settled by it", async () => {
    await play(scene, { script: [hanging] }, async ({ poller, waiting, clock }) => {
      const startMs = clock.elapsed();
      const error: unknown = await poller.wait(waiting, { timeoutMs: 20_000 }).catch((reason: unknown) => reason);
      expect(isWaitError(error) && error.job).toBe(waiting);
      expect(clock.elapsed() - startMs).toBeLessThanOrEqual(20_000);
    });
  });

  it("bounds a hanging request by the client's own limit, and goes on", async () => {
    const script = [pending, hanging, hanging, succeeded];
    await play(scene, { script, client: { timeoutMs: 20_000 } }, async ({ poller, waiting, requests }) => {
      const end = await poller.wait(waiting, { timeoutMs: 10 * minuteMs });
      expect(end.phase).toBe("succeeded");
      expect(requests.length).toBeGreaterThanOrEqual(4);
    });
  });

  it("accepts no answer that comes after it", async () => {
    const { promise: late, resolve: answerLate } = Promise.withResolvers<Response>();
    // A fetch that minds no signal, as many a wrapper of fetch is.
    const fetch = async (): Promise<Response> => late;
    await play(scene, { script: [pending], client: { fetch } }, async ({ poller, waiting }) => {
      const states: string[] = [];
      const wait = poller.wait(waiting, { timeoutMs: 20_000, onUpdate: ({ phase }) => void states.push(phase) });
      await expect(wait).rejects.toBeInstanceOf(Error);
      answerLate(new Response(succeeded.text, { status: succeeded.status, headers: succeeded.headers ?? {} }));
      await new Promise(setImmediate);
      expect(states).toEqual([]);
    });
  });

  it("is the declared one where the caller names none", async () => {
    await play(scene, { script: [pending] }, async ({ poller, waiting, clock }) => {
      const startMs = clock.elapsed();
      await expect(poller.wait(waiting)).rejects.toMatchObject({ reason: "timeout" });
      const lastedMs = clock.elapsed() - startMs;
      expect(lastedMs).toBeLessThanOrEqual(job.lifecycle.poll.atMostMs);
      expect(lastedMs).toBeGreaterThan(job.lifecycle.poll.atMostMs - 1_000);
    });
  });
});
