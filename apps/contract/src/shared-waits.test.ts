import { describe, expect, it } from "vitest";
import { jobOfId } from "./apis.ts";
import { jobsUnderTest, playScript } from "./jobs-under-test.ts";
import { jsonResponse } from "./raw-response.ts";
import type { Script, ScriptedResponse } from "./script.ts";

const options = { timeoutMs: 600_000 };

/** Never responds to ids that end in `-hangs`, and refuses ids that end in `-refused` with a 401. */
const byId =
  (response: ScriptedResponse): Script =>
  ({ url }) => {
    if (url.includes("-hangs")) return { end: "hang" };
    return url.includes("-refused") ? jsonResponse({}, 401) : response;
  };

describe.concurrent.each(jobsUnderTest)("several waits for $title", (underTest) => {
  const { samples, job } = underTest;
  const { pending, succeeded } = samples;

  it("of one client share one loop, and both get the result", async () => {
    await playScript(underTest, { script: [pending, pending, succeeded] }, async ({ poller, client, requests }) => {
      const shared = client();
      const one = jobOfId(shared, job, samples.id);
      const other = jobOfId(shared, job, samples.id);
      const results = await Promise.all([poller.wait(one, options), poller.wait(other, options)]);
      expect(results.map(({ phase }) => phase)).toEqual(["succeeded", "succeeded"]);
      expect(requests).toHaveLength(3);
    });
  });

  const refuseTheOther: Script = ({ headers, url }) =>
    JSON.stringify([headers, url]).includes("key-of-the-other") ? jsonResponse({}, 401) : succeeded;
  it("of two clients share nothing: one's refusal ends only its own", async () => {
    await playScript(underTest, { script: refuseTheOther }, async ({ poller, another }) => {
      const [mine, others] = await Promise.allSettled([
        poller.wait(another(), options),
        poller.wait(another({ apiKey: "key-of-the-other" }), options),
      ]);
      expect(mine).toMatchObject({ status: "fulfilled", value: { phase: "succeeded" } });
      expect(others).toMatchObject({ status: "rejected", reason: { reason: "refused", cause: { status: 401 } } });
    });
  });

  it("go on when one of them is aborted", async () => {
    await playScript(underTest, { script: [pending, pending, succeeded] }, async ({ poller, client }) => {
      const shared = client();
      const controller = new AbortController();
      const reason = new Error("enough");
      const first = poller.wait(jobOfId(shared, job, samples.id), {
        ...options,
        signal: controller.signal,
        onUpdate: () => controller.abort(reason),
      });
      const second = poller.wait(jobOfId(shared, job, samples.id), options);
      await expect(first).rejects.toBe(reason);
      expect((await second).phase).toBe("succeeded");
    });
  });

  it("keep a deadline each", async () => {
    let startMs = 0;
    const script = ({ atMs }: { readonly atMs: number }): ScriptedResponse =>
      atMs - startMs > 100_000 ? succeeded : pending;
    await playScript(underTest, { script }, async ({ poller, client, clock }) => {
      startMs = clock.elapsed();
      const shared = client();
      const short = poller.wait(jobOfId(shared, job, samples.id), { timeoutMs: 40_000 });
      const long = poller.wait(jobOfId(shared, job, samples.id), options);
      await expect(short).rejects.toMatchObject({ reason: "timeout" });
      expect((await long).phase).toBe("succeeded");
    });
  });

  it("go on when a callback of one of them throws, which gets what it threw", async () => {
    await playScript(underTest, { script: [pending, succeeded] }, async ({ poller, client }) => {
      const shared = client();
      const thrown = new Error("thrown by the callback");
      const careless = poller.wait(jobOfId(shared, job, samples.id), {
        ...options,
        onUpdate: () => {
          throw thrown;
        },
      });
      const careful = poller.wait(jobOfId(shared, job, samples.id), options);
      await expect(careless).rejects.toBe(thrown);
      expect((await careful).phase).toBe("succeeded");
    });
  });

  it("never stop each other: one that hangs, one that is refused, one that succeeds", async () => {
    const ids = [`${samples.id}-hangs`, `${samples.id}-refused`, samples.id];
    await playScript(underTest, { script: byId(succeeded) }, async ({ poller, client }) => {
      const shared = client();
      const waits = ids.map((id) => jobOfId(shared, job, id));
      const settledIds: string[] = [];
      for await (const settled of poller.each(waits, { timeoutMs: 30_000 })) settledIds.push(settled.job.id);
      expect(settledIds.toSorted()).toEqual(ids.toSorted());
      expect(settledIds.at(-1)).toBe(ids[0]);
      const all = await poller.all(waits, { timeoutMs: 30_000 });
      expect(all.map((settled) => settled.job.id)).toEqual(ids);
      expect(all.map((settled) => settled.result?.phase)).toEqual([undefined, undefined, "succeeded"]);
    });
  });

  it("watch every change, then the result", async () => {
    await playScript(underTest, { script: [pending, pending, succeeded] }, async ({ poller, waiting }) => {
      const phases: string[] = [];
      for await (const { phase } of poller.watch(waiting, options)) phases.push(phase);
      expect(phases).toEqual(["pending", "succeeded"]);
    });
  });

  it("leave nothing behind when a watcher goes away", async () => {
    await playScript(underTest, { script: [pending] }, async ({ poller, waiting, requests }) => {
      for await (const { phase } of poller.watch(waiting, options)) {
        expect(phase).toBe("pending");
        break;
      }
      expect(requests).toHaveLength(1);
    });
  });

  it("go on in another process from the job's JSON, which holds no key", async () => {
    await playScript(underTest, { script: [pending, succeeded] }, async ({ poller, client }) => {
      const created = jobOfId(client(), job, samples.id, { createdAtMs: 1_700_000_000_000, expectedItems: 1 });
      const text = JSON.stringify(created);
      expect(text).not.toContain("sk-");
      const resumed = client().resume(JSON.parse(text));
      expect(resumed.identity).toBe(created.identity);
      expect(JSON.stringify(resumed)).toBe(text);
      expect((await poller.wait(resumed, options)).phase).toBe("succeeded");
    });
  });

  it("of another account refuse to resume, and name both accounts", async () => {
    await playScript(underTest, { script: [succeeded] }, async ({ poller, client, requests }) => {
      const saved = jobOfId(client({ account: "acme" }), job, samples.id).toJSON();
      expect(saved.account).toBe("acme");
      expect(() => client({ account: "initech" }).resume(saved)).toThrow(/acme.*initech|initech.*acme/s);
      expect(requests).toHaveLength(0);
      const resumed = client({ account: "acme" }).resume(saved);
      expect((await poller.wait(resumed, options)).phase).toBe("succeeded");
    });
  });
});
