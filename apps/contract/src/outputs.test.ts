import { resolvePointer, type XOutput } from "@genwait/lifecycle";
import { describe, expect, it } from "vitest";
import { entriesOf, need } from "./document.ts";
import type { FollowUp } from "./follow-up-responses.ts";
import { type JobUnderTest, jobsUnderTest, playScript } from "./jobs-under-test.ts";
import { contentOf, htmlResponse, jsonResponse, readBody } from "./raw-response.ts";
import { responseOfRule } from "./rule-responses.ts";
import type { ScriptedResponse } from "./script.ts";

const options = { timeoutMs: 600_000 };

const stepsOf = ({ job }: JobUnderTest): readonly XOutput[] => [job.declaration.output ?? []].flat();

/** Gives the first outputs that are asked for other responses than the good one. */
const first = (...responses: readonly ScriptedResponse[]): ((part: FollowUp) => ScriptedResponse | undefined) => {
  const left = [...responses];
  return (part) => (part === "output" ? left.shift() : undefined);
};

const withOutput = jobsUnderTest.filter((underTest) => stepsOf(underTest).length > 0);

it("there are outputs of one step and of several", () => {
  expect(new Set(withOutput.map((underTest) => stepsOf(underTest).length))).toEqual(new Set([1, 2]));
});

describe.concurrent.each(withOutput)("the output of $title", (underTest) => {
  const { samples } = underTest;
  const { pending, succeeded } = samples;
  const steps = stepsOf(underTest);

  it("is asked for once, when the job is over, and is part of the result", async () => {
    const script = [pending, succeeded];
    await playScript(underTest, { script }, async ({ poller, waiting, followUps, requests }) => {
      const result = await poller.wait(waiting, options);
      expect(result.phase).toBe("succeeded");
      expect(followUps).toHaveLength(steps.length);
      expect(requests).toHaveLength(2);
      expect(await readBody(result.output)).toBeTypeOf(result.output instanceof Blob ? "string" : "object");
      expect(result.body).toEqual(contentOf(succeeded));
    });
  });

  // Of the first step alone: what a chain's own responses mean is the same.
  const { pending: notReady = [], failed = [] } = need(steps[0], "output");

  it.each(notReady)("may not be ready yet, which is pending: $when", async (rule) => {
    const early = responseOfRule(rule);
    const play = { script: [pending, succeeded], followUp: first(early, early) };
    await playScript(underTest, play, async ({ poller, waiting, followUps }) => {
      const seen: string[] = [];
      const result = await poller.wait(waiting, { ...options, onUpdate: ({ phase }) => void seen.push(phase) });
      expect(result.phase).toBe("succeeded");
      expect(new Set(seen)).toEqual(new Set(["pending", "succeeded"]));
      expect(followUps).toHaveLength(2 + steps.length);
    });
  });

  it.each(failed)("may say that the job has failed: $when", async (rule) => {
    const { is = "failed", message } = rule;
    const told = responseOfRule(rule, message === undefined ? {} : { [message]: "the reason" });
    const play = { script: [pending, succeeded], followUp: first(told) };
    await playScript(underTest, play, async ({ poller, waiting, followUps }) => {
      const result = await poller.wait(waiting, options);
      const kind = is === "failed" ? "error" : is;
      expect(result).toMatchObject({
        phase: "failed",
        failure: { kind, ...(message !== undefined && { message: resolvePointer(contentOf(told), message) }) },
        output: contentOf(told),
      });
      expect(followUps).toHaveLength(1);
    });
  });

  const declared = new Set(failed.flatMap(({ when }) => when.flatMap(({ status }) => status ?? [])));
  const failedByCode = failed.filter(({ when }) => when.some(({ status }) => status !== undefined));
  const brokenFailures = failedByCode.flatMap((rule) => {
    const whole = responseOfRule(rule, rule.message === undefined ? {} : { [rule.message]: "the reason" });
    return [
      { name: `a ${whole.status} with a page`, broken: htmlResponse(whole.status), whole },
      { name: `a ${whole.status} that breaks off`, broken: { ...whole, end: "truncate" as const }, whole },
    ];
  });
  it.each(brokenFailures)("is asked for again after $name, which tells no failure yet", async ({ broken, whole }) => {
    const play = { script: [pending, succeeded], followUp: first(broken, whole) };
    await playScript(underTest, play, async ({ poller, waiting, followUps }) => {
      expect((await poller.wait(waiting, options)).phase).toBe("failed");
      expect(followUps).toHaveLength(2);
    });
  });

  const passing: readonly { readonly name: string; readonly response: ScriptedResponse }[] = [
    { name: "a 429", response: jsonResponse({}, 429, { "retry-after": "3" }) },
    { name: "a 503", response: jsonResponse({}, 503) },
    { name: "a 502 with a page", response: htmlResponse(502) },
    { name: "a 500 with a page", response: htmlResponse(500) },
    { name: "a connection reset", response: { end: "reset" } },
    { name: "a body that breaks off", response: { ...jsonResponse({ a: 1 }), end: "truncate" } },
    { name: "a 200 with a page", response: htmlResponse(200) },
    { name: "an empty 200", response: { status: 200, headers: { "content-type": "application/json" } } },
  ];
  it.each(passing)("is asked for again after $name, which is no failure of the job", async ({ response }) => {
    const play = { script: [pending, succeeded], followUp: first(response) };
    await playScript(underTest, play, async ({ poller, waiting }) => {
      expect((await poller.wait(waiting, options)).phase).toBe("succeeded");
    });
  });

  it.each([401, 402, 403, 404, 410].filter((status) => !declared.has(status)))(
    "that is refused with a %i is an error of the call, never a failure of the job",
    async (status) => {
      const refusal = jsonResponse({ detail: "no" }, status);
      const followUp = (part: FollowUp): ScriptedResponse | undefined => (part === "output" ? refusal : undefined);
      await playScript(underTest, { script: [pending, succeeded], followUp }, async ({ poller, waiting }) => {
        const error: unknown = await poller.wait(waiting, options).catch((reason: unknown) => reason);
        expect(error).toMatchObject({ name: "WaitError", cause: { name: "ApiError", status } });
        expect(entriesOf(error).map(([name]) => name)).not.toContain("failure");
      });
    },
  );

  it("is asked for by every object for the job, and by what it was saved as", async () => {
    await playScript(underTest, { script: [succeeded] }, async ({ poller, waiting, client, followUps }) => {
      await poller.wait(waiting, options);
      const resumed = client().resume(JSON.parse(JSON.stringify(waiting)) as ReturnType<typeof waiting.toJSON>);
      expect((await poller.wait(resumed, options)).output).toBeDefined();
      expect(followUps).toHaveLength(2 * steps.length);
    });
  });
});
