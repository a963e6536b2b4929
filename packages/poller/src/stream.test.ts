import { fails, pending, stateOf, succeeded, times } from "./fixtures/scripted-job.ts";
import { rejectionOf, setUp } from "./fixtures/setup.ts";
import { expect, test, vi } from "vitest";

test("iterates over every change of state, then the end", async () => {
  const { poller, clock, job } = setUp();
  const seen: unknown[] = [];
  for await (const { body } of poller.watch(
    job([stateOf("pending", 1), stateOf("pending", 1), stateOf("pending", 2), stateOf("succeeded", 3)]),
  )) {
    seen.push(body);
  }
  expect(seen).toEqual([1, 2, 3]);
  expect(clock.pending()).toBe(0);
});

test("begins with the first next()", async () => {
  const { poller, clock, job } = setUp();
  const waited = job([succeeded]);
  poller.watch(waited);
  await clock.advance(1000);
  expect(waited.pollsMs).toEqual([]);
  expect(clock.pending()).toBe(0);
});

test("leaves nothing when it is left", async () => {
  const { poller, clock, job } = setUp();
  const waited = job([pending]);
  for await (const state of poller.watch(waited)) if (state.phase === "pending") break;
  expect(clock.pending()).toBe(0);
  const hanging = job([{ hangs: "until aborted" }], { id: "other" });
  const states = poller.watch(hanging);
  const next = states.next();
  await clock.advance(10);
  await states.return?.();
  await expect(next).resolves.toEqual({ done: true, value: undefined });
  expect([clock.pending(), hanging.counts.open]).toEqual([0, 0]);
});

test("throws what a wait rejects with, after what was seen", async () => {
  const { poller, clock, job } = setUp();
  const states = poller.watch(job([pending, fails("unauthorized")]));
  await states.next();
  await clock.advance(10_000);
  expect(await rejectionOf(states.next())).toMatchObject({ reason: "refused", lastState: { phase: "pending" } });
  await expect(states.next()).resolves.toMatchObject({ done: true });
});

test("keeps every change for a slow consumer", async () => {
  const { poller, clock, job } = setUp();
  const states = poller.watch(job([...times(1, stateOf("pending", 1)), stateOf("pending", 2), succeeded]));
  await states.next();
  await clock.advance(60_000);
  await expect(states.next()).resolves.toMatchObject({ value: { body: 2 } });
  await expect(states.next()).resolves.toMatchObject({ value: { phase: "succeeded" } });
});

test("throws the signal's own reason", async () => {
  const { poller, clock, job } = setUp();
  const controller = new AbortController();
  clock.after(7000, () => controller.abort("enough"));
  const states = poller.watch(job([pending]), { signal: controller.signal });
  await states.next();
  expect(await rejectionOf(states.next())).toBe("enough");
  expect(clock.pending()).toBe(0);
});

test("settles throw() at once, also while the next value is pending, and ends the wait", async () => {
  const { poller, clock, job } = setUp();
  const waited = job([pending]);
  const states = poller.watch(waited, { intervalMs: 60_000 });
  await states.next();
  const next = states.next();
  const error = new Error("stop");
  expect(await rejectionOf(states.throw(error))).toBe(error);
  expect(await next).toEqual({ done: true, value: undefined });
  expect(clock.pending()).toBe(0);
});

test("waits for nothing when it is left before its first next()", async () => {
  const { poller, clock, job } = setUp();
  const waited = job([pending]);
  const states = poller.watch(waited);
  expect(await states.return()).toEqual({ done: true, value: undefined });
  expect(await states.next()).toEqual({ done: true, value: undefined });
  expect(waited.pollsMs).toEqual([]);
  expect(clock.pending()).toBe(0);
});

test("calls onUpdate beside giving the states, and throws what it throws", async () => {
  vi.spyOn(process, "emitWarning").mockImplementation(() => {});
  const { poller, clock, job } = setUp();
  const error = new Error("a bug");
  const states = poller.watch(job([pending, succeeded]), {
    onUpdate: ({ phase }) => (phase === "succeeded" ? Promise.reject(error) : undefined),
  });
  expect((await states.next()).value).toMatchObject({ phase: "pending" });
  expect((await states.next()).value).toMatchObject({ phase: "succeeded" });
  expect((await states.next()).done).toBe(true);
  const strict = poller.watch(job([pending], { id: "job-2" }), {
    onUpdate: () => {
      throw error;
    },
  });
  await strict.next();
  expect(await rejectionOf(strict.next())).toBe(error);
  expect(clock.pending()).toBe(0);
});
