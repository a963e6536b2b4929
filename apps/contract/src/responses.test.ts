import { isApiError } from "@genwait/client-core";
import { errorKinds, type Job, type JobState } from "@genwait/lifecycle";
import { createVirtualClock, type VirtualClock } from "@genwait/lifecycle/testing";
import { createPoller, isWaitError } from "@genwait/poller";
import type { JobMeaning, ResponseCase } from "@genwait/spec-tools";
import { describe, expect, it } from "vitest";
import { jobOfId, jobs } from "./apis.ts";
import { followUpResponses } from "./follow-up-responses.ts";
import { possibleResults } from "./possible-results.ts";
import { readBody, serveRaw } from "./raw-response.ts";
import { testKey } from "./test-key.ts";

/** A state in the words of `responses.yaml`, with all that the file could say about it. */
const asMeaning = (state: JobState): JobMeaning => ({
  phase: state.phase,
  ...(state.phase === "failed" && {
    failure: state.failure.kind,
    ...(state.failure.message !== undefined && { message: state.failure.message }),
    ...(state.failure.code !== undefined && { code: state.failure.code }),
  }),
  items: (state.items ?? []).map((item) => item.phase),
  ...(state.phase === "pending" && {
    ...(state.unknownStatus != null && { unknownStatus: state.unknownStatus }),
    ...(state.stage !== undefined && { stage: state.stage }),
    ...(state.progress !== undefined && { progress: state.progress }),
  }),
});

describe.each(jobs)("the responses of $title", ({ api, job }) => {
  const followUp = followUpResponses(api, job);

  interface Served {
    readonly waiting: Job;
    readonly urls: readonly string[];
    readonly clock: VirtualClock;
  }

  const serve = ({ response, request }: ResponseCase): Served => {
    const clock = createVirtualClock();
    const { fetch, urls } = serveRaw(response, (request) => followUp(request)?.response);
    const client = api.description.createClient({ apiKey: testKey, fetch, clock, validate: api.validate });
    const { id, expectedItems } = request;
    return { waiting: jobOfId(client, job, id, { expectedItems }), urls, clock };
  };

  it.each(job.responses)("means to the client: $name", async (entry) => {
    const { means } = entry;
    const { waiting, urls } = serve(entry);
    const poll = waiting.poll();
    if ("error" in means) {
      const error: unknown = await poll.catch((reason: unknown) => reason);
      expect(isApiError(error) && error.kind).toBe(means.error);
    } else {
      const { state } = await poll;
      expect(asMeaning(state)).toMatchObject(means);
      expect(await readBody(state.body)).toEqual(entry.response.body ?? entry.response.text);
    }
    expect(urls).toHaveLength(1);
  });

  it.each(job.responses)("means to the poller: $name", async (entry) => {
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
      expect(isWaitError(outcome) && outcome.responseCounts).toEqual({ pending: urls.length });
    } else if (errorKinds[means.error].retry !== "retry") {
      expect(outcome).toMatchObject({ name: "WaitError", reason: "refused", cause: { kind: means.error } });
      expect(urls).toHaveLength(1);
    } else if (means.error === "unavailable" || means.error === "rate-limited") {
      // Only a working service says so: the wait goes on until its deadline.
      expect(outcome).toMatchObject({ name: "WaitError", reason: "timeout", cause: { kind: means.error } });
      expect(isWaitError(outcome) && outcome.responseCounts).toEqual({ [means.error]: urls.length });
    } else {
      expect(outcome).toMatchObject({ name: "WaitError", responseCounts: { [means.error]: 3 } });
      expect(urls).toHaveLength(3);
    }
    expect(clock.pending()).toBe(0);
  });

  it("show every result that the declaration can express", () => {
    const shown = job.responses.flatMap(({ means }) =>
      "phase" in means ? [means.failure === undefined ? means.phase : `failed ${means.failure}`] : [],
    );
    const results = possibleResults(job.declaration).map(({ phase, failureKind }) =>
      failureKind === undefined ? phase : `failed ${failureKind}`,
    );
    expect(shown).toEqual(expect.arrayContaining(results));
    expect(shown).toContain("pending");
  });

  it("have an entry for an error of the call", () => {
    expect(job.responses.some(({ means }) => "error" in means)).toBe(true);
  });
});
