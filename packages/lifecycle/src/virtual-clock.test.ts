import { expect, test } from "vitest";
import { createVirtualClock } from "./virtual-clock.ts";

const sleep = (clock: ReturnType<typeof createVirtualClock>, ms: number): Promise<void> =>
  new Promise((resolve) => clock.after(ms, resolve));

test("passes an hour as soon as nothing else is going on", async () => {
  const clock = createVirtualClock({ startMs: 1000 });
  await sleep(clock, 3_600_000);
  expect(clock.elapsed()).toBe(3_600_000);
  expect(clock.now()).toBe(3_601_000);
  expect(clock.pending()).toBe(0);
});

test("calls back in the order of time, then of asking", async () => {
  const clock = createVirtualClock();
  const seen: string[] = [];
  clock.after(20, () => seen.push("late"));
  clock.after(10, () => seen.push("first"));
  clock.after(10, () => seen.push("second"));
  await sleep(clock, 30);
  expect(seen).toEqual(["first", "second", "late"]);
});

test("stands still while something holds it", async () => {
  const clock = createVirtualClock();
  let hasFired = false;
  const release = clock.hold();
  clock.after(5, () => (hasFired = true));
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
  expect(hasFired).toBe(false);
  release();
  release();
  await sleep(clock, 10);
  expect(hasFired).toBe(true);
});

test("a cancelled timer never calls back", async () => {
  const clock = createVirtualClock();
  let hasFired = false;
  clock.after(5, () => (hasFired = true))();
  expect(clock.pending()).toBe(0);
  await sleep(clock, 10);
  expect(hasFired).toBe(false);
});

test("advances by hand, with every timer on the way", async () => {
  const clock = createVirtualClock({ auto: false });
  const seen: number[] = [];
  clock.after(10, () => {
    seen.push(clock.elapsed());
    clock.after(10, () => seen.push(clock.elapsed()));
  });
  await clock.advance(15);
  expect(seen).toEqual([10]);
  await clock.advance(5);
  expect(seen).toEqual([10, 20]);
});

test("the wall clock can be set without moving elapsed time", () => {
  const clock = createVirtualClock({ startMs: 5000 });
  clock.setNow(1000);
  expect([clock.now(), clock.elapsed()]).toEqual([1000, 0]);
});
