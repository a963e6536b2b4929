import { expect, test, vi } from "vitest";
import { pending, stateOf, succeeded } from "./fixtures/scripted-job.ts";
import { rejectionOf, setUp } from "./fixtures/setup.ts";

test("tells of every change of state, the end included, and of nothing else", async () => {
  const { poller, job } = setUp();
  const waited = job([
    pending,
    stateOf("pending", { status: "pending" }),
    stateOf("pending", { status: "drawing" }),
    succeeded,
  ]);
  const onUpdate = vi.fn();
  await poller.wait(waited, { onUpdate });
  expect(onUpdate.mock.calls.map(([state]) => state.body.status)).toEqual(["pending", "drawing", "succeeded"]);
  expect(onUpdate.mock.calls.every(([, job]) => job === waited)).toBe(true);
});

test("rejects with what the callback throws, and lets others go on", async () => {
  const { poller, clock, events, job } = setUp();
  const shared = job([pending, pending, succeeded]);
  const bug = new Error("a bug of the caller");
  const broken = poller.wait(shared, {
    onUpdate: () => {
      throw bug;
    },
  });
  const other = poller.wait(shared);
  expect(await rejectionOf(broken)).toBe(bug);
  await expect(other).resolves.toMatchObject({ phase: "succeeded" });
  expect(shared.pollsMs).toHaveLength(3);
  expect(events.find(({ type }) => type === "settled")).toMatchObject({ outcome: "threw" });
  expect(clock.pending()).toBe(0);
});

test("rejects with what the callback throws at the end", async () => {
  const { poller, job } = setUp();
  const onUpdate = vi.fn().mockImplementation(() => {
    throw new Error("too late to be of use");
  });
  await expect(poller.wait(job([succeeded]), { onUpdate })).rejects.toThrow("too late to be of use");
});

test("tells one who joins what is known already", async () => {
  const { poller, clock, job } = setUp({}, { auto: false });
  const shared = job([stateOf("pending", "first"), succeeded]);
  const first = poller.wait(shared);
  await clock.advance(1000);
  const onUpdate = vi.fn();
  const second = poller.wait(shared, { onUpdate });
  await clock.advance(0);
  expect(onUpdate.mock.calls).toMatchObject([[{ body: "first" }, shared]]);
  await clock.advance(4000);
  await Promise.all([first, second]);
  expect(onUpdate).toHaveBeenCalledTimes(2);
});

test("survives a callback that aborts others, or waits for the same job again", async () => {
  const { poller, clock, job } = setUp();
  const shared = job([pending, succeeded, pending, succeeded]);
  const controller = new AbortController();
  let again: Promise<unknown> | undefined;
  const last = rejectionOf(poller.wait(shared, { signal: controller.signal }));
  const first = poller.wait(shared, {
    onUpdate: ({ phase }) => {
      controller.abort("by another");
      if (phase === "succeeded") again = poller.wait(shared);
    },
  });
  expect(await last).toBe("by another");
  await first;
  await expect(again).resolves.toMatchObject({ phase: "succeeded" });
  expect(shared.pollsMs).toHaveLength(4);
  expect(clock.pending()).toBe(0);
});
