import { callErrorKinds } from "@genwait/lifecycle";
import { expect, test } from "vitest";
import { type Scripted, fails, pending, succeeded, times } from "./fixtures/scripted-job.ts";
import { rejectionOf, setUp } from "./fixtures/setup.ts";
import { lastingErrors } from "./index.ts";

const passing = callErrorKinds.filter((kind) => lastingErrors[kind] === undefined);

test.each(passing)("goes on after one answer of the kind %s, before the first good read and after it", async (kind) => {
  const { poller, clock, job } = setUp();
  await expect(poller.wait(job([fails(kind), pending, fails(kind), succeeded]))).resolves.toMatchObject({
    phase: "succeeded",
  });
  expect(clock.pending()).toBe(0);
});

test.each<[string, Scripted]>([
  ["a plain error", { fails: new Error("socket hang up") }],
  ["no error at all", { fails: undefined }],
  ["a kind that nobody knows", { fails: { kind: "toString" } }],
  ["an exception", { throws: new TypeError("cannot read properties of null") }],
])("goes on after a read that rejects with %s", async (_, response) => {
  const { poller, job } = setUp();
  await expect(poller.wait(job([response, pending, response, succeeded]))).resolves.toMatchObject({ phase: "succeeded" });
});

test.each(["invalid-request", "unauthorized", "insufficient-credits", "forbidden", "rejected", "not-found"] as const)(
  "ends at once, without another read, when the answer is %s",
  async (kind) => {
    const { poller, clock, job } = setUp();
    const refused = job([fails(kind), succeeded]);
    const error = await rejectionOf(poller.wait(refused));
    expect(error).toMatchObject({ reason: "refused", attempts: 1, elapsedMs: 0, responseCounts: { [kind]: 1 }, job: refused });
    expect(refused.pollsMs).toEqual([0]);
    expect(clock.pending()).toBe(0);
  },
);

test("says what was refused, and that the job may go on", async () => {
  const { poller, job } = setUp();
  expect(await rejectionOf(poller.wait(job([pending, fails("unauthorized")])))).toMatchInlineSnapshot(
    `[WaitError: Failed to wait for thing "job-1": refused after 2 reads (Failed to read: unauthorized). The job may still be running and billed. Wait for the same id again, and start no other.]`,
  );
});

test("gives up after three errors before the first good read", async () => {
  const { poller, job } = setUp();
  const down = job([fails("unavailable"), fails("network"), fails("invalid-response"), succeeded]);
  const error = await rejectionOf(poller.wait(down));
  expect(error).toMatchInlineSnapshot(
    `[WaitError: Failed to wait for thing "job-1": gave-up after 3 reads (Failed to read: contract). The job may still be running and billed. Wait for the same id again, and start no other.]`,
  );
  expect(error).toMatchObject({
    reason: "gave-up",
    attempts: 3,
    responseCounts: { unavailable: 1, network: 1, contract: 1 },
    lastState: undefined,
  });
  expect(error).toHaveProperty("cause.kind", "invalid-response");
  expect(down.pollsMs).toEqual([0, 500, 1500]);
});

test("rides errors out until the deadline once the job was seen", async () => {
  const { poller, job } = setUp();
  const outage = job([pending, ...times(20, fails("unavailable")), succeeded]);
  await expect(poller.wait(outage)).resolves.toMatchObject({ phase: "succeeded" });
  const gaps = outage.pollsMs.map((ms, index) => ms - (outage.pollsMs[index - 1] ?? 0));
  expect(gaps.slice(1, 10)).toEqual([5000, 500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
});

test("gives up after as many errors in a row as the caller allows", async () => {
  const { poller, job } = setUp();
  const flaky = job([pending, fails("network"), pending, fails("network"), fails("network"), succeeded]);
  expect(await rejectionOf(poller.wait(flaky, { maxErrors: 2 }))).toMatchObject({
    reason: "gave-up",
    attempts: 5,
    lastState: { phase: "pending" },
  });
  const down = job([...times(6, fails("network")), succeeded]);
  await expect(poller.wait(down, { maxErrors: Infinity })).resolves.toMatchObject({ phase: "succeeded" });
});

test("never asks more often than every 100 ms, whatever the jitter and the service say", async () => {
  const { poller, job } = setUp({ random: () => 0 });
  const hurried = job([
    pending,
    ...times(30, fails("unavailable", { retryAfterMs: 0.001 })),
    ...times(30, fails("network")),
  ]);
  await rejectionOf(poller.wait(hurried, { timeoutMs: 60_000 }));
  const gaps = hurried.pollsMs.slice(1, -4).map((ms, index) => ms - (hurried.pollsMs[index] ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(100);
});

test("tells of each retry", async () => {
  const { poller, events, job } = setUp();
  await poller.wait(job([fails("network"), succeeded]));
  expect(events.filter(({ type }) => type === "retry")).toMatchObject([
    { kind: "network", attempt: 1, delayMs: 500, id: "job-1" },
  ]);
});
