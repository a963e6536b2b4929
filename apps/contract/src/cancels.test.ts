import { isApiError } from "@genwait/client-core";
import type { JobState } from "@genwait/lifecycle";
import { describe, expect, it, vi } from "vitest";
import { jobOfId } from "./apis.ts";
import { need } from "./document.ts";
import { type FollowUp } from "./follow-up-responses.ts";
import { type JobUnderTest, jobsUnderTest, playScript, type ScriptRunOptions } from "./jobs-under-test.ts";
import { jsonResponse } from "./raw-response.ts";
import { responseOfRule } from "./rule-responses.ts";
import type { ScriptedResponse } from "./script.ts";

const options = { timeoutMs: 600_000 };
const missing = jsonResponse({}, 404);

/** How a service tells that a job was cancelled: by its status, by its output, or by not knowing it. */
const afterCancel = ({
  job,
  samples,
}: JobUnderTest): { readonly status: ScriptedResponse; readonly output?: ScriptedResponse } => {
  const { cancel, output } = job.declaration;
  if (cancel?.then === "gone") return { status: missing };
  const told = job.responses.find(({ means }) => "phase" in means && means.failure === "cancelled");
  if (told !== undefined) return { status: told.response };
  const rules = [output ?? []].flat().flatMap(({ failed = [] }) => failed);
  const rule = need(
    rules.find(({ is }) => is === "cancelled"),
    `way to tell that ${job.title} was cancelled`,
  );
  return { status: samples.succeeded, output: responseOfRule(rule) };
};

const onCancel =
  (response: ScriptedResponse) =>
  (part: FollowUp): ScriptedResponse | undefined =>
    part === "cancel" ? response : undefined;

const cancelling = jobsUnderTest.filter(({ job }) => job.declaration.cancel !== undefined);

it("there are jobs that are cancelled, jobs that are gone after it, and jobs that have no cancel", () => {
  expect(new Set(jobsUnderTest.map(({ job }) => job.declaration.cancel?.then))).toEqual(
    new Set(["cancelled", "gone", undefined]),
  );
});

describe.concurrent.each(cancelling)("a cancel of $title", (underTest) => {
  const { job, samples } = underTest;
  const { pending, succeeded } = samples;
  const { then, deletesFinished, tooLate = [] } = need(job.declaration.cancel, "cancel");
  const after = afterCancel(underTest);
  // Its status is asked before where a finished job must not be sent one, and where it says how to send it.
  const call = need(job.description.cancel, "cancel");
  const isTold =
    call.address !== undefined || call.parameters.some((each) => "from" in each && !each.from.startsWith("$job"));
  const isAsked = deletesFinished === true || isTold;
  const asked = isAsked ? [pending] : [];

  /** A job that goes on until it is cancelled. */
  const untilCancelled = (): Pick<ScriptRunOptions, "script" | "followUp"> => {
    let isCancelled = false;
    return {
      script: () => (isCancelled ? after.status : pending),
      followUp: (part) => {
        isCancelled ||= part === "cancel";
        return part === "output" ? after.output : undefined;
      },
    };
  };

  it("is sent once, and the job comes to the result that it was cancelled", async () => {
    await playScript(underTest, untilCancelled(), async ({ poller, waiting, followUps, requests }) => {
      const states: JobState["phase"][] = [];
      const result = poller.wait(waiting, { ...options, onUpdate: ({ phase }) => void states.push(phase) });
      await vi.waitFor(() => expect(requests.length).toBeGreaterThan(0), { timeout: 30_000 });
      await poller.cancel(waiting);
      expect(await result).toMatchObject({ phase: "failed", failure: { kind: "cancelled" } });
      expect(followUps.filter(({ method }) => method !== "GET")).toHaveLength(1);
      expect(states).toEqual(["pending", "failed"]);
      expect(waiting.cancelRequested).toBe(true);
    });
  });

  it("is part of the saved job: what it was resumed as comes to the same result", async () => {
    await playScript(underTest, untilCancelled(), async ({ poller, waiting, client }) => {
      await poller.cancel(waiting);
      const saved = JSON.parse(JSON.stringify(waiting)) as ReturnType<typeof waiting.toJSON>;
      expect(saved.cancelRequested).toBe(true);
      const result = await poller.wait(client().resume(saved), options);
      expect(result).toMatchObject({ phase: "failed", failure: { kind: "cancelled" } });
    });
  });

  it("is what makes a job that nobody knows any more a cancelled one: without it, it is not found", async () => {
    await playScript(underTest, { script: [pending, missing] }, async ({ poller, waiting }) => {
      await waiting.poll();
      await expect(poller.wait(waiting, options)).rejects.toMatchObject({ cause: { kind: "not-found" } });
    });
  });

  it.each(tooLate)("that comes too late resolves, and the job comes to its own result: $when", async (rule) => {
    const late = responseOfRule(rule);
    const script = [...asked, succeeded];
    await playScript(underTest, { script, followUp: onCancel(late) }, async ({ poller, waiting }) => {
      await poller.cancel(waiting);
      expect(waiting.cancelRequested).toBeUndefined();
      expect((await poller.wait(waiting, options)).phase).toBe("succeeded");
    });
  });

  it(`is ${isAsked ? "never " : ""}sent to a job that is over`, async () => {
    await playScript(underTest, { script: [succeeded] }, async ({ poller, waiting, followUps }) => {
      await poller.cancel(waiting);
      await poller.wait(waiting, options);
      await poller.cancel(waiting);
      const sent = followUps.filter(({ method }) => method !== "GET");
      expect(sent).toHaveLength(isAsked ? 0 : 2);
    });
  });

  it.each([401, 403, 429, 500, 503])("that is refused with a %i is an error of the call", async (status) => {
    const followUp = onCancel(jsonResponse({}, status));
    await playScript(underTest, { script: [pending], followUp }, async ({ poller, waiting }) => {
      const error: unknown = await poller.cancel(waiting).catch((reason: unknown) => reason);
      expect(isApiError(error) && error.status).toBe(status);
    });
  });

  it("follows an abort of the last wait that asks for it, and of no other", async () => {
    await playScript(underTest, { script: [pending] }, async ({ poller, client, followUps, requests }) => {
      const [shared, controllers] = [client(), [new AbortController(), new AbortController()]];
      const waits = controllers.map(({ signal }) =>
        poller.wait(jobOfId(shared, job, samples.id), { ...options, signal, cancelOnAbort: true }).catch(() => {}),
      );
      await vi.waitFor(() => expect(requests.length).toBeGreaterThan(0), { timeout: 30_000 });
      controllers[0]?.abort();
      await waits[0];
      expect(followUps).toHaveLength(0);
      controllers[1]?.abort();
      await waits[1];
      await vi.waitFor(() => expect(followUps.length).toBe(1), { timeout: 30_000 });
    });
  });

  it(`${then === "gone" ? "that is sent again to a job that is gone resolves" : "may be sent again"}`, async () => {
    let sent = 0;
    const followUp = (part: FollowUp): ScriptedResponse | undefined =>
      part === "cancel" && then === "gone" && ++sent > 1 ? missing : undefined;
    await playScript(underTest, { script: [pending], followUp }, async ({ poller, waiting }) => {
      await poller.cancel(waiting);
      await poller.cancel(waiting);
      expect(waiting.cancelRequested).toBe(true);
    });
  });
});

const others = jobsUnderTest.filter(({ job }) => job.declaration.cancel === undefined);
describe.concurrent.each(others)("a cancel of $title, which declares none", (underTest) => {
  it("is refused, and nothing is sent", async () => {
    await playScript(underTest, { script: [underTest.samples.pending] }, async ({ poller, waiting, requests }) => {
      expect(waiting.cancel).toBeUndefined();
      await expect(poller.cancel(waiting)).rejects.toBeInstanceOf(TypeError);
      expect(requests).toHaveLength(0);
    });
  });
});
