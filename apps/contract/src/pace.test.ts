import { describe, expect, it } from "vitest";
import { jsonAnswer, type RawAnswer } from "./raw-answer.ts";
import { play, scenes } from "./scene.ts";
import type { ScriptedAnswer, SeenRequest } from "./script.ts";

const options = { timeoutMs: 600_000 };

/** What services and proxies write where seconds or a date should stand, and how long it may keep a wait away. */
const strange = [
  "-5",
  "NaN",
  "",
  "soon",
  "1e9999",
  "Thu, 01 Jan 1970 00:00:00 GMT",
  "Fri, 31 Dec 9999 23:59:59 GMT",
  "2592000",
  "99999999999",
];

const tooMany = (retryAfter?: string): ScriptedAnswer =>
  jsonAnswer({}, 429, retryAfter === undefined ? {} : { "retry-after": retryAfter });

const withHeaders = (answer: RawAnswer, headers: Readonly<Record<string, string>>): RawAnswer => ({
  ...answer,
  headers: { ...answer.headers, ...headers },
});

describe.concurrent.each(scenes)("the pace of $title", (scene) => {
  const { samples, job } = scene;
  const { pending, succeeded } = samples;

  it.each([
    { name: "a 429", answer: tooMany("40") },
    { name: "a 503", answer: jsonAnswer({}, 503, { "retry-after": "40" }) },
    { name: "a pending answer", answer: withHeaders(pending, { "retry-after": "40" }) },
  ])("stays away as long as $name says in seconds", async ({ answer }) => {
    await play(scene, { script: [pending, answer, succeeded] }, async ({ poller, waiting, requests }) => {
      const end = await poller.wait(waiting, options);
      expect(end.phase).toBe("succeeded");
      const [, limited = 0, next = 0] = requests.map(({ atMs }) => atMs);
      expect(next - limited).toBeGreaterThanOrEqual(40_000);
      expect(next - limited).toBeLessThan(45_000);
    });
  });

  it("stays away until the date that a 429 names", async () => {
    // A service's clock is its own: only the distance between its two dates counts.
    const dates = { date: "Thu, 01 Jan 2026 00:00:00 GMT", "retry-after": "Thu, 01 Jan 2026 00:00:40 GMT" };
    const script = [withHeaders(jsonAnswer({}, 429), dates), succeeded];
    await play(scene, { script }, async ({ poller, waiting, requests }) => {
      await poller.wait(waiting, options);
      const [limited = 0, next = 0] = requests.map(({ atMs }) => atMs);
      expect(next - limited).toBeGreaterThanOrEqual(40_000);
    });
  });

  it.each(strange)("makes neither a hot loop nor an endless sleep of Retry-After: %s", async (retryAfter) => {
    await play(
      scene,
      { script: [pending, tooMany(retryAfter), tooMany(retryAfter), succeeded] },
      async ({ poller, waiting, requests, clock }) => {
        const startMs = clock.elapsed();
        const outcome: unknown = await poller.wait(waiting, { timeoutMs: 45_000 }).catch((reason: unknown) => reason);
        expect(outcome).toBeTypeOf("object");
        expect(clock.elapsed() - startMs).toBeLessThanOrEqual(45_000);
        for (const gap of gapsOf(requests)) expect(gap).toBeGreaterThan(50);
        expect(requests.length).toBeLessThanOrEqual(4);
      },
    );
  });

  it("pauses every job of the client after a 429 that one of them met", async () => {
    const other = `${samples.id}-2`;
    const script = ({ url }: { readonly url: string }, index: number): ScriptedAnswer => {
      if (index === 0) return tooMany("60");
      return url.includes(other) ? { ...succeeded, text: succeeded.text.replaceAll(samples.id, other) } : succeeded;
    };
    const paced = Promise.withResolvers<void>();
    const onEvent = ({ type }: { readonly type: string }): void => {
      if (type === "paced") paced.resolve();
    };
    await play(scene, { script, poller: { onEvent } }, async ({ poller, client, requests }) => {
      const shared = client();
      const first = poller.wait(shared.job(job.name, samples.id), options);
      await paced.promise;
      const second = poller.wait(shared.job(job.name, other), options);
      expect((await Promise.all([first, second])).map(({ phase }) => phase)).toEqual(["succeeded", "succeeded"]);
      const [limited = 0, ...later] = requests.map(({ atMs }) => atMs);
      expect(later).toHaveLength(2);
      expect(Math.min(...later) - limited).toBeGreaterThanOrEqual(60_000);
    });
  });

  it.each(job.lifecycle.pace?.limits ?? [])(
    "slows down when $remaining runs low",
    async ({ remaining, below, everyMs }) => {
      const low = withHeaders(pending, { [remaining]: `${below - 1}` });
      await play(scene, { script: [low, low, succeeded] }, async ({ poller, waiting, requests }) => {
        await poller.wait(waiting, { ...options, intervalMs: 1_000 });
        // Over a socket the first request arrives later after its start than the others do.
        const leastMs = everyMs;
        for (const gap of gapsOf(requests)) expect(gap).toBeGreaterThanOrEqual(leastMs);
        expect(requests).toHaveLength(3);
      });
    },
  );

  it("polls as often as declared, whatever the answers take", async () => {
    await play(scene, { script: [pending, pending, pending, succeeded] }, async ({ poller, waiting, requests }) => {
      await poller.wait(waiting, options);
      expect(requests).toHaveLength(4);
      const { everyMs } = job.lifecycle.poll;
      // Jitter is drawn around the interval; a quarter of it is the most that any schedule may shift.
      for (const gap of gapsOf(requests)) expect(Math.abs(gap - everyMs)).toBeLessThanOrEqual(everyMs / 4);
    });
  });

  const unknown = job.answers.filter(({ means }) => "unknownStatus" in means).slice(0, 1);
  it.each(unknown)("is the normal one for $name, which is reported once", async ({ answer, request }) => {
    const told: unknown[] = [];
    const onEvent = (event: { readonly type: string }): void => void (event.type === "departure" && told.push(event));
    const strangeScene = { ...scene, samples: { ...samples, id: request.id } };
    await play(strangeScene, { script: [answer], poller: { onEvent } }, async ({ poller, waiting, requests }) => {
      const error: unknown = await poller
        .wait(waiting, { timeoutMs: 30_000, intervalMs: 8_000 })
        .catch((reason: unknown) => reason);
      expect(error).toMatchObject({ reason: "timeout", lastState: { phase: "pending" } });
      expect(requests.length).toBeLessThanOrEqual(6);
      expect(told).toHaveLength(1);
    });
  });
});

const gapsOf = (requests: readonly SeenRequest[]): readonly number[] =>
  requests.slice(1).map(({ atMs }, index) => atMs - (requests[index]?.atMs ?? 0));
