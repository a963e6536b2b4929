import { type ApiClient, isApiError } from "@genwait/client-core";
import type { Job } from "@genwait/lifecycle";
import { createVirtualClock, type VirtualClock } from "@genwait/lifecycle/testing";
import { createPoller, isWaitError } from "@genwait/poller";
import type { AnswerCase } from "@genwait/spec-tools";
import { describe, expect, it } from "vitest";
import { jobs } from "./apis.ts";
import { endsOfJob } from "./ends-of-job.ts";
import { serveRaw } from "./raw-answer.ts";
import { stateAsMeaning } from "./state-as-meaning.ts";
import { testKey } from "./test-key.ts";

/** Kinds that no further read can change. */
const refusals: ReadonlySet<string> = new Set([
  "invalid-request",
  "unauthorized",
  "insufficient-credits",
  "forbidden",
  "not-found",
  "rejected",
]);

describe.each(jobs)("the answers of $title", ({ api, job }) => {
  interface Served {
    readonly waiting: Job;
    readonly urls: readonly string[];
    readonly clock: VirtualClock;
  }

  const serve = ({ answer, request }: AnswerCase): Served => {
    const clock = createVirtualClock();
    const { fetch, urls } = serveRaw(answer);
    const client: ApiClient = api.descriptor.createClient({ apiKey: testKey, fetch, clock });
    const { id, expectedItems } = request;
    return { waiting: client.job(job.name, id, expectedItems === undefined ? {} : { expectedItems }), urls, clock };
  };

  it.each(job.answers)("means to the client: $name", async (entry) => {
    const { means } = entry;
    const { waiting, urls } = serve(entry);
    const reading = waiting.read({ signal: new AbortController().signal });
    if ("error" in means) {
      const error: unknown = await reading.catch((reason: unknown) => reason);
      expect(isApiError(error) && error.kind).toBe(means.error);
    } else {
      const { state } = await reading;
      expect(stateAsMeaning(state)).toMatchObject(means);
      expect(state.body).toEqual(entry.answer.body);
    }
    expect(urls).toHaveLength(1);
  });

  it.each(job.answers)("means to the poller: $name", async (entry) => {
    const { means } = entry;
    const { waiting, urls, clock } = serve(entry);
    const outcome: unknown = await createPoller({ clock })
      .wait(waiting, { timeoutMs: 60_000 })
      .catch((reason: unknown) => reason);
    if ("phase" in means && means.phase !== "pending") {
      expect(outcome).toMatchObject({ phase: means.phase });
      expect(urls).toHaveLength(1);
    } else if ("phase" in means) {
      expect(outcome).toMatchObject({ name: "WaitError", reason: "timeout", lastState: { phase: "pending" } });
      expect(isWaitError(outcome) && outcome.answers).toEqual({ pending: urls.length });
    } else if (refusals.has(means.error)) {
      expect(outcome).toMatchObject({ name: "WaitError", reason: "refused", cause: { kind: means.error } });
      expect(urls).toHaveLength(1);
    } else {
      expect(outcome).toMatchObject({ name: "WaitError", reason: "gave-up", answers: { [means.error]: 3 } });
    }
    expect(clock.pending()).toBe(0);
  });

  it("shows every end that the declaration can express", () => {
    const shown = job.answers.flatMap(({ means }) =>
      "phase" in means ? [means.failure === undefined ? means.phase : `failed ${means.failure}`] : [],
    );
    const ends = endsOfJob(job.declaration).map(({ phase, failureKind }) =>
      failureKind === undefined ? phase : `failed ${failureKind}`,
    );
    expect(shown).toEqual(expect.arrayContaining(ends));
    expect(shown).toContain("pending");
  });

  it("has an entry for an error of the call", () => {
    expect(job.answers.some(({ means }) => "error" in means)).toBe(true);
  });
});
