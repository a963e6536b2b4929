import type { JobState } from "@genwait/lifecycle";
import { describe, expect, it } from "vitest";
import { need, withMember } from "./document.ts";
import { jobsUnderTest, playScript } from "./jobs-under-test.ts";
import { contentOf, jsonResponse, type RawResponse } from "./raw-response.ts";
import { jobOfId } from "./apis.ts";

const options = { timeoutMs: 600_000 };

const withMembers = (response: RawResponse, members: Readonly<Record<string, unknown>>): RawResponse =>
  jsonResponse(
    Object.entries(members).reduce<unknown>(
      (body, [pointer, value]) => withMember(body, pointer, value),
      contentOf(response),
    ),
    response.status,
  );

const queuing = jobsUnderTest.filter(({ job }) => job.declaration.queue !== undefined);
describe.concurrent.each(queuing)("the place in the queue of $title", (underTest) => {
  const { job, samples } = underTest;
  const at = need(job.declaration.queue, "queue").at;

  it("is told as it changes, and is none of a result", async () => {
    const script = [
      ...[2, 1, 1, 0].map((place) => withMembers(samples.pending, { [at]: place })),
      withMembers(samples.succeeded, { [at]: 0 }),
    ];
    await playScript(underTest, { script }, async ({ poller, waiting }) => {
      const places: unknown[] = [];
      const onUpdate = (state: JobState): void =>
        void (state.phase === "pending"
          ? places.push(state.queuePosition)
          : expect(state).not.toHaveProperty("queuePosition"));
      await poller.wait(waiting, { ...options, onUpdate });
      expect(places.filter((place, index) => place !== places[index - 1])).toEqual([2, 1, 0]);
    });
  });

  it.each([-1, 1.5, "2", null, [2]])("is none where the response says %j", async (place) => {
    await playScript(underTest, { script: [withMembers(samples.pending, { [at]: place })] }, async ({ waiting }) => {
      expect((await waiting.poll()).state).not.toHaveProperty("queuePosition");
    });
  });
});

const logging = jobsUnderTest.filter(({ job }) => job.declaration.logs !== undefined);
it("there are logs of lines and logs of one text", () => {
  expect(new Set(logging.map(({ job }) => job.declaration.logs?.as))).toEqual(new Set(["lines", "text"]));
});

describe.concurrent.each(logging)("the logs of $title", (underTest) => {
  const { job, samples } = underTest;
  const { at, as, message } = need(job.declaration.logs, "logs");
  /** So many lines, as the service writes them. */
  const lines = (count: number): unknown => {
    const texts = ["one", "two", "three", "four"].slice(0, count);
    if (as === "text") return texts.map((line) => `${line}\n`).join("");
    return texts.map((line) => (message === undefined ? line : withMember({}, message, line)));
  };
  const responseOf = (response: RawResponse, count: number): RawResponse =>
    withMembers(response, { [at]: lines(count) });

  it("are told line by line, each once for every wait", async () => {
    const script = [0, 1, 1, 3].map((count) => responseOf(samples.pending, count));
    const all = [...script, responseOf(samples.succeeded, 4)];
    await playScript(underTest, { script: all }, async ({ poller, client }) => {
      const shared = client();
      const toldTo = async (): Promise<readonly string[]> => {
        const told: string[] = [];
        const onUpdate = (state: JobState): void =>
          void (state.phase === "pending" && told.push(...(state.newLogs ?? [])));
        const result = await poller.wait(jobOfId(shared, job, samples.id), { ...options, onUpdate });
        expect(result.logs).toEqual(["one", "two", "three", "four"]);
        return told;
      };
      const [one, other] = await Promise.all([toldTo(), toldTo()]);
      expect(one).toEqual(["one", "two", "three"]);
      expect(other).toEqual(one);
    });
  });

  it.each([null, 7, {}])("are none where the response has %j", async (logs) => {
    await playScript(underTest, { script: [withMembers(samples.pending, { [at]: logs })] }, async ({ waiting }) => {
      expect((await waiting.poll()).state).not.toHaveProperty("logs");
    });
  });
});

const expiring = jobsUnderTest.filter(({ job }) => job.declaration.expires !== undefined);
it("there are results that are renewed by a poll, by an operation, and not at all", () => {
  const ways = expiring.map(({ job }) => {
    const { renew = "poll" } = need(job.declaration.expires, "expiry");
    return ["poll", "never"].includes(renew) ? renew : "operation";
  });
  expect(new Set(ways)).toEqual(new Set(["poll", "never", "operation"]));
});

describe.concurrent.each(expiring)("the expiry of $title", (underTest) => {
  const { job, samples } = underTest;
  const { from, at, renew = "poll" } = need(job.declaration.expires, "expiry");
  const afterMs = job.lifecycle.expires?.afterMs ?? 0;
  const time = "2026-02-03T10:00:00.000Z";
  const dated = [at ?? from ?? []].flat();

  it.skipIf(dated.length === 0)("is told with the result, as a date (where a date tells it)", async () => {
    const told = withMembers(samples.succeeded, { [at ?? from ?? ""]: time });
    await playScript(underTest, { script: [samples.pending, told] }, async ({ poller, waiting }) => {
      const states: JobState[] = [];
      const result = await poller.wait(waiting, { ...options, onUpdate: (state) => void states.push(state) });
      const expected = new Date(Date.parse(time) + (at === undefined ? afterMs : 0)).toISOString();
      expect(result.expiresAt).toBe(expected);
      expect(states[0]).not.toHaveProperty("expiresAt");
    });
  });

  const strange = dated.flatMap((pointer) => ["soon", null, -1, {}].map((said) => ({ pointer, said })));
  it.each(strange)("is unknown where the response says $said at $pointer", async ({ pointer, said }) => {
    const told = withMembers(samples.succeeded, { [pointer]: said });
    await playScript(underTest, { script: [told] }, async ({ poller, waiting }) => {
      const result = await poller.wait(waiting, options);
      expect(result.phase).toBe("succeeded");
      expect(result.expiresAt).toBeUndefined();
    });
  });

  it.skipIf(dated.length > 0)("is counted from the response (where no date tells it)", async () => {
    await playScript(underTest, { script: [samples.succeeded] }, async ({ poller, waiting, clock }) => {
      const { expiresAt } = await poller.wait(waiting, options);
      // Where nothing else makes a client tell more than a phase, the caller counts: it knows when it got the result.
      expect([undefined, new Date(clock.now() + afterMs).toISOString()]).toContain(expiresAt);
    });
  });

  it(`is put off by ${renew === "never" ? "nothing" : renew === "poll" ? "a poll" : "an operation and a poll"}`, async () => {
    await playScript(underTest, { script: [samples.succeeded] }, async ({ poller, waiting, requests, followUps }) => {
      await poller.wait(waiting, options);
      const outputs = followUps.length;
      const renewed = await waiting.renew?.();
      if (renew === "never") return expect(renewed).toBeUndefined();
      // The same holds for what a poll does by itself.
      if (renewed === undefined && dated.length === 0) return expect(waiting.renew).toBeUndefined();
      expect(renewed?.state.phase).toBe("succeeded");
      expect(requests).toHaveLength(2);
      return expect(followUps).toHaveLength(2 * outputs + (renew === "poll" ? 0 : 1));
    });
  });
});
