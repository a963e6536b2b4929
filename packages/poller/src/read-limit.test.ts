import { expect, test } from "vitest";
import { pending, succeeded } from "./fixtures/scripted-job.ts";
import { setUp } from "./fixtures/setup.ts";

test.each(["until aborted", "for ever"] as const)(
  "cuts off a read that hangs %s, well inside the deadline",
  async (hangs) => {
    const { poller, events, job } = setUp();
    const stuck = job([pending, { hangs }, succeeded]);
    await expect(poller.wait(stuck, { timeoutMs: 30_000 })).resolves.toMatchObject({ phase: "succeeded" });
    expect(stuck.pollsMs).toEqual([0, 5000, 15_500]);
    expect(stuck.counts).toMatchObject({ aborted: 1, open: 0 });
    expect(events.find(({ type }) => type === "retry")).toMatchObject({ kind: "call-timeout" });
  },
);

test("gives a service that is slow twice its time", async () => {
  const { poller, job } = setUp();
  const slow = job((attempt) => ({ ...(attempt > 1 ? succeeded : pending), takesMs: 4000 }));
  await expect(poller.wait(slow, { timeoutMs: 20_000, maxErrors: 5 })).resolves.toMatchObject({ phase: "succeeded" });
});

test("leaves time for another look when a read hangs late", async () => {
  const { poller, job } = setUp();
  const stuck = job((_, elapsedMs) =>
    elapsedMs < 25_000 ? pending : elapsedMs < 27_000 ? { hangs: "until aborted" } : succeeded,
  );
  await expect(poller.wait(stuck, { timeoutMs: 30_000 })).resolves.toMatchObject({ phase: "succeeded" });
});

test("takes the caller's limit", async () => {
  const { poller, job } = setUp();
  const stuck = job([{ hangs: "until aborted" }, succeeded]);
  await poller.wait(stuck, { pollTimeoutMs: 2000 });
  expect(stuck.pollsMs).toEqual([0, 2500]);
});

test("holds no more than a minute where the time is long", async () => {
  const { poller, job } = setUp();
  const stuck = job([{ hangs: "until aborted" }, succeeded]);
  await poller.wait(stuck);
  expect(stuck.pollsMs).toEqual([0, 60_500]);
});

test("holds for one who joins a read that hangs already", async () => {
  const { poller, clock, job } = setUp({}, { auto: false });
  const stuck = job([{ hangs: "until aborted" }, succeeded]);
  const first = poller.wait(stuck);
  await clock.advance(1000);
  const second = poller.wait(stuck, { timeoutMs: 9000 });
  await clock.advance(9000);
  await Promise.all([first, second]);
  expect(stuck.pollsMs).toEqual([0, 4500]);
});
