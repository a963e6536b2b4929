import type { SchemaMismatch } from "@genwait/lifecycle";
import { isWaitError } from "@genwait/poller";
import { describe, expect, it } from "vitest";
import { type ContractJob, jobs } from "./apis.ts";
import { jobsUnderTest, playScript } from "./jobs-under-test.ts";
import { incompleteResponses, mismatchedResponses } from "./mismatched-responses.ts";
import { passingFaults } from "./passing-faults.ts";
import { contentOf, htmlResponse, jsonResponse, readBody } from "./raw-response.ts";
import { samplesOf } from "./samples-of-job.ts";

const minuteMs = 60_000;

/** Where the code is a state by declaration it is no error of the call. */
const isStateByCode = ({ declaration }: ContractJob, status: number): boolean =>
  declaration.state?.rules?.some(({ when }) => when.length === 1 && when[0]?.status === status) === true;

const isJson = (text = ""): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

describe.concurrent.each(jobsUnderTest)("a wait for $title", (underTest) => {
  const { samples, api, job } = underTest;
  const { pending, succeeded } = samples;

  it.each(passingFaults)("goes on after $name, before the first good poll and after it", async ({ response }) => {
    const fault = response(samples);
    const script = [fault, pending, fault, fault, succeeded];
    await playScript(underTest, { script }, async ({ poller, waiting, requests }) => {
      const seen: string[] = [];
      const result = await poller.wait(waiting, {
        timeoutMs: 10 * minuteMs,
        onUpdate: ({ phase }) => void seen.push(phase),
      });
      expect(result.phase).toBe("succeeded");
      expect(await readBody(result.body)).toEqual(contentOf(succeeded));
      expect(seen).toEqual(["pending", "succeeded"]);
      expect(requests).toHaveLength(5);
    });
  });

  // Only a working service says that it is unavailable: all other faults can come from a wrong address.
  const ofWrongAddress = passingFaults.filter(({ kind }) => kind !== "unavailable");
  it.each(ofWrongAddress)("gives up after three times $name at the beginning", async ({ response, kind }) => {
    const fault = response(samples);
    // Where a 200 says by itself that the job has succeeded, JSON of any shape is a success without its fields.
    const isIncomplete = isStateByCode(job, 200) && fault.end === undefined && isJson(fault.text);
    const reason = isIncomplete ? "invalid-response" : "gave-up";
    await playScript(underTest, { script: [fault] }, async ({ poller, waiting, requests }) => {
      const error: unknown = await poller
        .wait(waiting, { timeoutMs: 10 * minuteMs })
        .catch((reason: unknown) => reason);
      expect(error).toMatchObject({ reason, attempts: 3, responseCounts: { [kind]: 3 }, cause: { kind } });
      expect(isWaitError(error) && error.job.id).toBe(samples.id);
      expect(requests).toHaveLength(3);
    });
  });

  const ofService = passingFaults.filter(({ kind }) => kind === "unavailable");
  it.each(ofService)("rides out $name until the deadline, also for a bare id", async ({ response, kind }) => {
    const poller = { random: () => 0.5 };
    const script = [response(samples)];
    await playScript(underTest, { script, poller }, async ({ poller, waiting, requests, clock }) => {
      const startMs = clock.elapsed();
      const error: unknown = await poller.wait(waiting, { timeoutMs: minuteMs }).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ reason: "timeout", attempts: requests.length, cause: { kind } });
      expect(isWaitError(error) && error.responseCounts).toEqual({ [kind]: requests.length });
      expect(requests.length).toBeGreaterThan(3);
      expect(clock.elapsed() - startMs).toBeLessThanOrEqual(minuteMs);
    });
  });

  it.each(incompleteResponses(job, succeeded))(
    "polls twice more when the job has succeeded without $pointer, then hands over the whole body",
    async ({ pointer, response }) => {
      await playScript(underTest, { script: [pending, response] }, async ({ poller, waiting, requests }) => {
        const error: unknown = await poller
          .wait(waiting, { timeoutMs: 10 * minuteMs })
          .catch((reason: unknown) => reason);
        const incomplete = { phase: "succeeded", pointer, body: JSON.parse(response.text) };
        expect(error).toMatchObject({ reason: "invalid-response", cause: { kind: "invalid-response", incomplete } });
        expect(requests).toHaveLength(4);
      });
      await playScript(underTest, { script: [pending, response, succeeded] }, async ({ poller, waiting }) => {
        expect((await poller.wait(waiting, { timeoutMs: 10 * minuteMs })).phase).toBe("succeeded");
      });
    },
  );

  it("rides out errors until the deadline once a poll was good, and says what it saw", async () => {
    const fault = jsonResponse({}, 503);
    const poller = { random: () => 0.5 };
    await playScript(underTest, { script: [pending, fault], poller }, async ({ poller, waiting, requests, clock }) => {
      const startMs = clock.elapsed();
      const error: unknown = await poller.wait(waiting, { timeoutMs: minuteMs }).catch((reason: unknown) => reason);
      expect(error).toMatchObject({
        reason: "timeout",
        lastState: { phase: "pending" },
        responseCounts: { pending: 1 },
      });
      expect(error).toMatchObject({ cause: { kind: "unavailable" } });
      expect(requests.length).toBeGreaterThan(3);
      expect(isWaitError(error) && error.attempts).toBe(requests.length);
      expect(clock.elapsed() - startMs).toBeLessThanOrEqual(minuteMs);
    });
  });

  it("ends after as many errors as maxErrors says", async () => {
    const fault = jsonResponse({}, 503);
    await playScript(underTest, { script: [pending, fault] }, async ({ poller, waiting, requests }) => {
      await expect(poller.wait(waiting, { timeoutMs: 10 * minuteMs, maxErrors: 2 })).rejects.toMatchObject({
        reason: "gave-up",
      });
      expect(requests).toHaveLength(3);
    });
    const script = [fault, fault, fault, fault, succeeded];
    await playScript(underTest, { script }, async ({ poller, waiting }) => {
      const result = await poller.wait(waiting, { timeoutMs: 10 * minuteMs, maxErrors: 5 });
      expect(result.phase).toBe("succeeded");
    });
  });

  it.each(mismatchedResponses(api, job, succeeded))(
    "takes a good result with null at $pointer, and reports the schema mismatch",
    async ({ reported, response }) => {
      const found: string[] = [];
      const onSchemaMismatch = (mismatch: SchemaMismatch): void => void found.push(mismatch.pointer);
      const script = [pending, response];
      await playScript(underTest, { script, client: { onSchemaMismatch } }, async ({ poller, waiting }) => {
        const result = await poller.wait(waiting, { timeoutMs: 10 * minuteMs });
        expect(result.phase).toBe("succeeded");
        expect(found).toEqual(expect.arrayContaining([...reported]));
      });
    },
  );

  const byCode = job.responses.filter(
    ({ means, response }) => "phase" in means && response.status > 399 && isStateByCode(job, response.status),
  );
  const brokenBodies = byCode.flatMap(({ name, response }) => [
    { name, what: "no empty body", response, broken: { ...response, text: "" } },
    { name, what: "no page", response, broken: htmlResponse(response.status) },
    { name, what: "no half of its JSON", response, broken: { ...response, text: response.text.slice(0, -5) } },
    { name, what: "no body that breaks off", response, broken: { ...response, end: "truncate" as const } },
  ]);
  it.each(brokenBodies)(
    "takes $what for a result where the code tells the state: $name",
    async ({ response, broken }) => {
      const script = [broken, response];
      await playScript(underTest, { script }, async ({ poller, waiting, requests }) => {
        const result = await poller.wait(waiting, { timeoutMs: 10 * minuteMs });
        expect(result).toMatchObject({ phase: "failed", body: response.body });
        expect(requests).toHaveLength(2);
      });
    },
  );

  it("ends at once on a 404 for a bare id, and retries it as long as notFoundRetryMs says", async () => {
    const missing = jsonResponse({}, 404);
    await playScript(underTest, { script: [missing] }, async ({ poller, waiting, requests }) => {
      const wait = poller.wait(waiting, { timeoutMs: minuteMs });
      await expect(wait).rejects.toMatchObject({ reason: "refused", cause: { kind: "not-found" } });
      expect(requests).toHaveLength(1);
    });
    await playScript(underTest, { script: [missing, missing, pending, succeeded] }, async ({ poller, waiting }) => {
      const result = await poller.wait(waiting, { timeoutMs: 10 * minuteMs, notFoundRetryMs: minuteMs });
      expect(result.phase).toBe("succeeded");
    });
    await playScript(underTest, { script: [missing] }, async ({ poller, waiting, requests }) => {
      const wait = poller.wait(waiting, { timeoutMs: 10 * minuteMs, notFoundRetryMs: 8_000 });
      await expect(wait).rejects.toMatchObject({ reason: "refused", cause: { kind: "not-found" } });
      expect(requests.length).toBeGreaterThan(1);
    });
  });

  it.each([400, 401, 402, 403, 405, 409, 422])("ends at once on a %i", async (status) => {
    await playScript(underTest, { script: [jsonResponse({}, status)] }, async ({ poller, waiting, requests }) => {
      const outcome: unknown = await poller.wait(waiting, { timeoutMs: minuteMs }).catch((reason: unknown) => reason);
      expect(outcome).toMatchObject(
        isStateByCode(job, status) ? { phase: "failed" } : { reason: "refused", cause: { status } },
      );
      expect(requests).toHaveLength(1);
    });
  });
});

describe("schema mismatches that cost nothing", () => {
  it("are found in the responses of more than one API", () => {
    const found = jobs.filter(({ api, job }) => mismatchedResponses(api, job, samplesOf(job).succeeded).length > 0);
    expect(found.length).toBeGreaterThan(1);
  });
});
