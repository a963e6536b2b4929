import { expect, test } from "vitest";
import { failed, pending, stateOf, succeeded, times } from "./fixtures/scripted-job.ts";
import { setUp } from "./fixtures/setup.ts";

test("polls at the declared pace and resolves with the end that was served", async () => {
  const { poller, clock, job } = setUp();
  const slow = job([...times(3, pending), succeeded]);
  await expect(poller.wait(slow)).resolves.toBe("state" in succeeded && succeeded.state);
  expect(slow.pollsMs).toEqual([0, 5000, 10_000, 15_000]);
  expect(clock.pending()).toBe(0);
});

test("resolves for a job that failed: that is data", async () => {
  const { poller, job } = setUp();
  await expect(poller.wait(job([failed]))).resolves.toMatchObject({
    phase: "failed",
    failure: { message: "No luck." },
  });
});

test("measures the interval from start to start, and leaves a slow service alone for half of it", async () => {
  const { poller, job } = setUp();
  const slow = job([{ ...pending, takesMs: 2000 }, { ...pending, takesMs: 9000 }, succeeded]);
  await poller.wait(slow);
  expect(slow.pollsMs).toEqual([0, 5000, 5000 + 9000 + 2500]);
});

test("takes the interval from the caller before the declaration's, and the shortest of all who wait", async () => {
  const { poller, job } = setUp();
  const shared = job([...times(3, pending), succeeded]);
  await Promise.all([poller.wait(shared, { intervalMs: 8000 }), poller.wait(shared, { intervalMs: 1000 })]);
  expect(shared.pollsMs).toEqual([0, 1000, 2000, 3000]);
});

test("waits before the first read of a job as long as its declaration says, from its creation on", async () => {
  const { poller, clock, job } = setUp();
  const young = job([succeeded], { poll: { initialDelayMs: 4000 }, createdAtMs: clock.now() - 1000 });
  const old = job([succeeded], { id: "old", poll: { initialDelayMs: 4000 }, createdAtMs: clock.now() - 60_000 });
  const bare = job([succeeded], { id: "bare", poll: { initialDelayMs: 4000 } });
  const fromTheFuture = job([succeeded], {
    id: "future",
    poll: { initialDelayMs: 4000 },
    createdAtMs: clock.now() + 3_600_000,
  });
  await poller.all([young, old, bare, fromTheFuture], { intervalMs: 1000 });
  expect([young, old, bare, fromTheFuture].map(({ pollsMs }) => Math.round((pollsMs[0] ?? 0) / 10) * 10)).toEqual([
    3000, 0, 0, 4000,
  ]);
});

test("polls an unknown status at the normal pace, as pending, and reports it once", async () => {
  const { poller, events, job } = setUp();
  const odd = { state: { phase: "pending", body: {}, unknownStatus: "dreaming" } } as const;
  const group = {};
  const first = job([odd, odd, odd, succeeded], { client: group });
  await poller.all([first, job([odd, succeeded], { id: "job-2", client: group })]);
  expect(first.pollsMs).toEqual([0, 5000, 10_000, 15_000]);
  const reports = events.filter(({ type }) => type === "schema-mismatch");
  expect(reports).toEqual([
    {
      type: "schema-mismatch",
      api: "things",
      name: "thing",
      id: "job-1",
      operation: "thing",
      pointer: "",
      expected: "a declared status",
      found: "dreaming",
    },
  ]);
});

test("passes on where an answer left its schema without harm", async () => {
  const { poller, events, job } = setUp();
  const departure = { operation: "getThing", pointer: "/credits", expected: "an object", found: "null" };
  await poller.wait(job([{ ...pending, more: { schemaMismatches: [departure] } }, succeeded]));
  expect(events.filter(({ type }) => type === "schema-mismatch")).toMatchObject([departure]);
});

test("accepts an end that answers the very last look", async () => {
  const { poller, job } = setUp();
  const late = job((_, elapsedMs) => ({ ...(elapsedMs > 19_000 ? succeeded : pending), takesMs: 100 }));
  await expect(poller.wait(late, { timeoutMs: 20_000 })).resolves.toMatchObject({ phase: "succeeded" });
});

test("tells of reads and changes of phase", async () => {
  const { poller, events, job } = setUp();
  const states = [
    { state: { phase: "pending", body: 1, stage: "queued" } },
    { state: { phase: "pending", body: 2, stage: "queued" } },
    { state: { phase: "pending", body: 3, stage: "drawing", progress: 0.5 } },
  ] as const;
  await poller.wait(job([...states, stateOf("partial")]));
  expect(events.map(({ api: _api, name: _name, id: _id, ...event }) => event)).toEqual([
    { type: "poll", attempt: 1, durationMs: 0, phase: "pending" },
    { type: "phase", phase: "pending", stage: "queued" },
    { type: "poll", attempt: 2, durationMs: 0, phase: "pending" },
    { type: "poll", attempt: 3, durationMs: 0, phase: "pending" },
    { type: "phase", phase: "pending", stage: "drawing", progress: 0.5 },
    { type: "poll", attempt: 4, durationMs: 0, phase: "partial" },
    { type: "phase", phase: "partial" },
    { type: "settled", outcome: "partial", attempts: 4, elapsedMs: 15_000 },
  ]);
});
