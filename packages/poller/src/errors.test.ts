import { MessageChannel } from "node:worker_threads";
import { expect, test } from "vitest";
import { fails, pending, type Scripted } from "./fixtures/scripted-job.ts";
import { rejectionOf, setUp } from "./fixtures/setup.ts";
import { expectSuccess, isJobFailedError, isWaitError } from "./index.ts";

test("has the job, how to go on, and what was seen", async () => {
  const { poller, job } = setUp();
  const waited = job([pending, pending, fails("rate-limited"), pending]);
  const error = await rejectionOf(poller.wait(waited, { timeoutMs: 30_000 }));
  expect(error).toMatchInlineSnapshot(
    `[WaitError: Failed to wait for things thing "job-1": timeout after 7 polls in 30000 ms (6 pending, 1 rate-limited): last seen pending. The job may still be running and billed. Wait for the same id again, and start no other.]`,
  );
  expect(error).toMatchObject({
    name: "WaitError",
    job: waited,
    lastState: { phase: "pending" },
    responseCounts: { pending: 6, "rate-limited": 1 },
    elapsedMs: 30_000,
  });
  expect(JSON.parse(JSON.stringify(error))).toMatchObject({ job: { api: "things", id: "job-1" }, reason: "timeout" });
});

test("is known as one across two copies of the package", async () => {
  const { poller, job } = setUp();
  const error = await rejectionOf(poller.wait(job([fails("forbidden")])));
  expect(isWaitError(error)).toBe(true);
  const foreign = Object.assign(new Error("of another copy"), {
    name: "WaitError",
    reason: "timeout",
    job: {},
    responseCounts: {},
  });
  expect(isWaitError(foreign)).toBe(true);
  expect([new Error("no"), undefined, "timeout", { name: "WaitError" }].some(isWaitError)).toBe(false);
});

test("prints how many polls there were in a sentence", async () => {
  const { poller, job } = setUp();
  expect(
    String(await rejectionOf(poller.wait(job([{ hangs: "for ever" }]), { timeoutMs: 1000, pollTimeoutMs: 5000 }))),
  ).toMatchInlineSnapshot(
    `"WaitError: Failed to wait for things thing "job-1": timeout after 1 poll in 1000 ms: no poll got a response. The job may still be running and billed. Wait for the same id again, and start no other."`,
  );
});

const failure = { kind: "error", status: "failed", message: "The model is tired." } as const;

test("gives the result of a job that succeeded", () => {
  const result = { phase: "succeeded", body: 1 };
  expect(expectSuccess(result)).toBe(result);
});

test("throws for every other result, and carries it", () => {
  const result = { phase: "failed", failure };
  expect(() => expectSuccess(result)).toThrowErrorMatchingInlineSnapshot(
    `[JobFailedError: Failed to get the job's result: the job failed: The model is tired. See the error's \`result\`.]`,
  );
  expect(() =>
    expectSuccess({ phase: "failed", failure: { kind: "filtered", status: "censored" } }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[JobFailedError: Failed to get the job's result: the job was filtered. See the error's \`result\`.]`,
  );
  try {
    expectSuccess(result);
  } catch (error) {
    expect(isJobFailedError(error) && error.result).toBe(result);
  }
});

test("takes a partial result only when told to", () => {
  const result = { phase: "partial" };
  expect(() => expectSuccess(result)).toThrowErrorMatchingInlineSnapshot(
    `[JobFailedError: Failed to get the job's result: only some of its outputs are good. See the error's \`result\`.]`,
  );
  expect(expectSuccess(result, { allowPartial: true })).toBe(result);
});

test("tells an outage from a slow job, and has the last error as its cause", async () => {
  const { poller, job } = setUp();
  const options = { timeoutMs: 30_000 };
  const outage = await rejectionOf(poller.wait(job([pending, pending, fails("network")]), options));
  expect(outage).toMatchObject({ reason: "timeout", lastState: { phase: "pending" }, cause: { kind: "network" } });
  expect(String(outage)).toMatch(/: the last \d+ polls failed: Failed to poll: network\. The job may still/);
  const slow = await rejectionOf(poller.wait(job([fails("unavailable"), pending], { id: "slow" }), options));
  expect(slow).toMatchObject({ reason: "timeout", cause: { kind: "unavailable" }, failedInRow: 0 });
  expect(String(slow)).toContain(": last seen pending. ");
  const silent = await rejectionOf(poller.wait(job([{ hangs: "for ever" }], { id: "silent" }), options));
  expect(String(silent)).not.toContain("undefined");
  expect(silent).toMatchObject({ cause: { kind: "call-timeout" } });
});

test("names a status that the declaration does not list, on one line and of a bounded length", async () => {
  const { poller, job } = setUp();
  const messageFor = async (unknownStatus: string | number): Promise<string> => {
    const odd = job([{ state: { phase: "pending", body: {}, unknownStatus } }], {
      id: `${String(unknownStatus).length}`,
    });
    return String(await rejectionOf(poller.wait(odd, { timeoutMs: 3000 })));
  };
  expect(await messageFor("cancelled")).toContain('last seen with the status "cancelled", which is not declared');
  expect(await messageFor(17)).toContain("last seen with the status 17, which");
  expect(await messageFor("a\u001b[31m\nb\u202ec")).toContain('the status "a [31m b c"');
  expect((await messageFor("x".repeat(5000))).length).toBeLessThan(1000);
});

test("keeps reason, message, job and counts as JSON, as a structured clone and through postMessage", async () => {
  const { poller, job } = setUp();
  const requestId = "req-9";
  const waited = job([pending, fails("unavailable", { status: 503, requestId })]);
  const error = await rejectionOf(poller.wait(waited, { timeoutMs: 12_000 }));
  if (!isWaitError(error)) throw new Error("It is a WaitError.");
  const { reason, message, attempts, elapsedMs, responseCounts, failedInRow, lastState } = error;
  const facts = {
    name: "WaitError",
    reason,
    message,
    attempts,
    elapsedMs,
    responseCounts,
    failedInRow,
    lastState,
    job: waited.toJSON(),
    lastError: { name: "Error", message: "Failed to poll: unavailable.", kind: "unavailable", status: 503, requestId },
  };
  expect(JSON.parse(JSON.stringify(error))).toEqual(facts);
  expect(structuredClone(error.toJSON())).toEqual(facts);
  const { port1, port2 } = new MessageChannel();
  const posted = new Promise((resolve) => void port2.once("message", resolve));
  port1.postMessage(error.toJSON());
  expect(await posted).toEqual(facts);
  port1.close();
  // Of an error itself a structured clone keeps the text and the cause alone: they say all of it.
  const clone = structuredClone(error);
  expect(clone.message).toBe(message);
  for (const fact of ["timeout", "things thing", '"job-1"', `${attempts} polls`, `${elapsedMs} ms`])
    expect(clone.message).toContain(fact);
  for (const [kind, count] of Object.entries(responseCounts)) expect(clone.message).toContain(`${count} ${kind}`);
  expect(clone.stack).toContain("WaitError");
  expect(clone.cause).toMatchObject({ message: "Failed to poll: unavailable." });
});

test("gives a job that failed as its result, however little it says", async () => {
  const { poller, job } = setUp();
  const bare: Scripted = {
    state: {
      phase: "failed",
      body: { status: "failed" },
      failure: { kind: "error", status: "failed", missing: ["/error/message"] },
    },
  };
  const result = await poller.wait(job([pending, bare]));
  expect(result).toMatchObject({ phase: "failed", failure: { missing: ["/error/message"] } });
  expect(() => expectSuccess(result)).toThrow(
    "Failed to get the job's result: the job failed. See the error's `result`.",
  );
});
