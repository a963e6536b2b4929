import { describe, expect, it } from "vitest";
import { jsonAnswer } from "./raw-answer.ts";
import { play, scenes } from "./scene.ts";
import type { Script, ScriptedAnswer } from "./script.ts";

const options = { timeoutMs: 600_000 };

/** Answers ids that end in `-hangs` never and ids that end in `-refused` with a 401. */
const byId =
  (answer: ScriptedAnswer): Script =>
  ({ url }) => {
    if (url.includes("-hangs")) return { end: "hang" };
    return url.includes("-refused") ? jsonAnswer({}, 401) : answer;
  };

describe.concurrent.each(scenes)("several waits for $title", (scene) => {
  const { samples, job } = scene;
  const { pending, succeeded } = samples;

  it("share one loop, and both get the end", async () => {
    await play(scene, { script: [pending, pending, succeeded] }, async ({ poller, another, requests }) => {
      const ends = await Promise.all([poller.wait(another(), options), poller.wait(another(), options)]);
      expect(ends.map(({ phase }) => phase)).toEqual(["succeeded", "succeeded"]);
      expect(requests).toHaveLength(3);
    });
  });

  it("go on when one of them is aborted", async () => {
    await play(scene, { script: [pending, pending, succeeded] }, async ({ poller, another }) => {
      const controller = new AbortController();
      const reason = new Error("enough");
      const first = poller.wait(another(), {
        ...options,
        signal: controller.signal,
        onUpdate: () => controller.abort(reason),
      });
      const second = poller.wait(another(), options);
      await expect(first).rejects.toBe(reason);
      expect((await second).phase).toBe("succeeded");
    });
  });

  it("keep a deadline each", async () => {
    let startMs = 0;
    const script = ({ atMs }: { readonly atMs: number }): ScriptedAnswer =>
      atMs - startMs > 100_000 ? succeeded : pending;
    await play(scene, { script }, async ({ poller, another, clock }) => {
      startMs = clock.elapsed();
      const short = poller.wait(another(), { timeoutMs: 40_000 });
      const long = poller.wait(another(), options);
      await expect(short).rejects.toMatchObject({ reason: "timeout" });
      expect((await long).phase).toBe("succeeded");
    });
  });

  it("go on when a callback of one of them throws, which gets what it threw", async () => {
    await play(scene, { script: [pending, succeeded] }, async ({ poller, another }) => {
      const thrown = new Error("thrown by the callback");
      const careless = poller.wait(another(), {
        ...options,
        onUpdate: () => {
          throw thrown;
        },
      });
      const careful = poller.wait(another(), options);
      await expect(careless).rejects.toBe(thrown);
      expect((await careful).phase).toBe("succeeded");
    });
  });

  it("never stop each other: one that hangs, one that is refused, one that succeeds", async () => {
    const ids = [`${samples.id}-hangs`, `${samples.id}-refused`, samples.id];
    await play(scene, { script: byId(succeeded) }, async ({ poller, client }) => {
      const shared = client();
      const waits = ids.map((id) => shared.job(job.name, id));
      const ended: string[] = [];
      for await (const {
        job: { id },
      } of poller.each(waits, { timeoutMs: 30_000 }))
        ended.push(id);
      expect(ended.toSorted()).toEqual(ids.toSorted());
      expect(ended.at(-1)).toBe(ids[0]);
      const results = await poller.all(waits, { timeoutMs: 30_000 });
      expect(results.map((result) => result.job.id)).toEqual(ids);
      expect(results.map((result) => result.end?.phase)).toEqual([undefined, undefined, "succeeded"]);
    });
  });

  it("watch every change, then the end", async () => {
    await play(scene, { script: [pending, pending, succeeded] }, async ({ poller, waiting }) => {
      const phases: string[] = [];
      for await (const { phase } of poller.watch(waiting, options)) phases.push(phase);
      expect(phases).toEqual(["pending", "succeeded"]);
    });
  });

  it("leave nothing behind when a watcher goes away", async () => {
    await play(scene, { script: [pending] }, async ({ poller, waiting, requests }) => {
      for await (const { phase } of poller.watch(waiting, options)) {
        expect(phase).toBe("pending");
        break;
      }
      expect(requests).toHaveLength(1);
    });
  });

  it("go on in another process from the job's JSON, which holds no key", async () => {
    await play(scene, { script: [pending, succeeded] }, async ({ poller, client }) => {
      const created = client().job(job.name, samples.id, { createdAtMs: 1_700_000_000_000, expectedItems: 1 });
      const text = JSON.stringify(created);
      expect(text).not.toContain("sk-");
      const resumed = client().resume(JSON.parse(text));
      expect(resumed.identity).toBe(created.identity);
      expect(JSON.stringify(resumed)).toBe(text);
      expect((await poller.wait(resumed, options)).phase).toBe("succeeded");
    });
  });
});
