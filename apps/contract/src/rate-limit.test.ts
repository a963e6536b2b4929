import type { PollerEvent } from "@genwait/poller";
import { describe, expect, it } from "vitest";
import { jobOfId } from "./apis.ts";
import { jobsUnderTest, playScript } from "./jobs-under-test.ts";
import { jsonResponse, type RawResponse } from "./raw-response.ts";
import type { ScriptedResponse, SeenRequest } from "./script.ts";

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

const tooMany = (retryAfter?: string): ScriptedResponse =>
  jsonResponse({}, 429, retryAfter === undefined ? {} : { "retry-after": retryAfter });

const withHeaders = (response: RawResponse, headers: Readonly<Record<string, string>>): RawResponse => ({
  ...response,
  headers: { ...response.headers, ...headers },
});

describe.concurrent.each(jobsUnderTest)("the rate limit of $title", (underTest) => {
  const { samples, job } = underTest;
  const { pending, succeeded } = samples;

  it.each([
    { name: "a 429", response: tooMany("40") },
    { name: "a 503", response: jsonResponse({}, 503, { "retry-after": "40" }) },
    { name: "a pending response", response: withHeaders(pending, { "retry-after": "40" }) },
  ])("keeps a wait away as long as $name says in seconds", async ({ response }) => {
    await playScript(underTest, { script: [pending, response, succeeded] }, async ({ poller, waiting, requests }) => {
      const result = await poller.wait(waiting, options);
      expect(result.phase).toBe("succeeded");
      const [, limited = 0, next = 0] = requests.map(({ atMs }) => atMs);
      expect(next - limited).toBeGreaterThanOrEqual(40_000);
      expect(next - limited).toBeLessThan(45_000);
    });
  });

  it("keeps a wait away until the date that a 429 names", async () => {
    // A service's clock is its own: only the distance between its two dates counts.
    const dates = { date: "Thu, 01 Jan 2026 00:00:00 GMT", "retry-after": "Thu, 01 Jan 2026 00:00:40 GMT" };
    const script = [withHeaders(jsonResponse({}, 429), dates), succeeded];
    await playScript(underTest, { script }, async ({ poller, waiting, requests }) => {
      await poller.wait(waiting, options);
      const [limited = 0, next = 0] = requests.map(({ atMs }) => atMs);
      expect(next - limited).toBeGreaterThanOrEqual(40_000);
    });
  });

  it.each(strange)("makes neither a hot loop nor an endless sleep of Retry-After: %s", async (retryAfter) => {
    await playScript(
      underTest,
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
    const script = ({ url }: { readonly url: string }, index: number): ScriptedResponse => {
      if (index === 0) return tooMany("60");
      return url.includes(other) ? { ...succeeded, text: succeeded.text.replaceAll(samples.id, other) } : succeeded;
    };
    const limited = Promise.withResolvers<void>();
    const onEvent = ({ type }: { readonly type: string }): void => {
      if (type === "rate-limited") limited.resolve();
    };
    await playScript(underTest, { script, poller: { onEvent } }, async ({ poller, client, requests }) => {
      const shared = client();
      const first = poller.wait(jobOfId(shared, job, samples.id), options);
      await limited.promise;
      const second = poller.wait(jobOfId(shared, job, other), options);
      expect((await Promise.all([first, second])).map(({ phase }) => phase)).toEqual(["succeeded", "succeeded"]);
      const [limitedMs = 0, ...later] = requests.map(({ atMs }) => atMs);
      expect(later).toHaveLength(2);
      expect(Math.min(...later) - limitedMs).toBeGreaterThanOrEqual(60_000);
    });
  });

  it.each(job.lifecycle.rateLimit?.limits ?? [])(
    "slows polls down when $remaining runs low",
    async ({ remaining, below, intervalMs, windowMs }) => {
      const low = withHeaders(pending, { [remaining]: `${below - 1}` });
      await playScript(underTest, { script: [low, low, succeeded] }, async ({ poller, waiting, requests }) => {
        await poller.wait(waiting, { ...options, intervalMs: 1_000 });
        // What remains is spread over its window, where the declaration names one.
        const leastMs = windowMs === undefined ? intervalMs : Math.min(intervalMs, windowMs / below);
        for (const gap of gapsOf(requests)) expect(gap).toBeGreaterThanOrEqual(leastMs);
        expect(requests).toHaveLength(3);
      });
    },
  );

  it("lets a wait poll as often as declared, whatever the responses take", async () => {
    const script = [pending, pending, pending, succeeded];
    await playScript(underTest, { script }, async ({ poller, waiting, requests }) => {
      await poller.wait(waiting, options);
      expect(requests).toHaveLength(4);
      const { intervalMs } = job.lifecycle.poll;
      // Jitter is drawn around the interval; a quarter of it is the most that any schedule may shift.
      for (const gap of gapsOf(requests)) expect(Math.abs(gap - intervalMs)).toBeLessThanOrEqual(intervalMs / 4);
    });
  });

  const unknown = job.responses.filter(({ means }) => "unknownStatus" in means).slice(0, 1);
  it.each(unknown)("is the normal one for $name, which is reported once", async ({ response, request }) => {
    const reported: string[] = [];
    const onEvent = (event: PollerEvent): void => {
      if (event.type === "schema-mismatch") reported.push(`${event.pointer}: ${event.expected}`);
    };
    const withItsId = { ...underTest, samples: { ...samples, id: request.id } };
    const script = [response];
    await playScript(withItsId, { script, poller: { onEvent } }, async ({ poller, waiting, requests }) => {
      const error: unknown = await poller
        .wait(waiting, { timeoutMs: 30_000, intervalMs: 8_000 })
        .catch((reason: unknown) => reason);
      expect(error).toMatchObject({ reason: "timeout", lastState: { phase: "pending" } });
      expect(requests.length).toBeLessThanOrEqual(6);
      expect(reported.filter((text) => text.endsWith("a declared status"))).toHaveLength(1);
      // The whole schema may have more against the same response: each place once, too.
      expect(new Set(reported).size).toBe(reported.length);
    });
  });
});

const gapsOf = (requests: readonly SeenRequest[]): readonly number[] =>
  requests.slice(1).map(({ atMs }, index) => atMs - (requests[index]?.atMs ?? 0));
