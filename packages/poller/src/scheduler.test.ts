import { createVirtualClock } from "@genwait/lifecycle/testing";
import { expect, test } from "vitest";
import { createScheduler } from "./scheduler.ts";
import type { WakeNode } from "./wake-heap.ts";

const nodeOf = (): WakeNode => ({ heapIndex: -1 });

test("wakes thousands with one timer, and none when nothing is set", async () => {
  const clock = createVirtualClock({ auto: false });
  const woken: number[] = [];
  const scheduler = createScheduler(clock, (_: WakeNode, nowMs) => void woken.push(nowMs));
  const nodes = Array.from({ length: 900 }, nodeOf);
  for (const [index, node] of nodes.entries()) scheduler.set(node, 1 + (index % 3));
  expect(clock.pending()).toBe(1);
  await clock.advance(3);
  expect(woken).toEqual([1, 2, 3].flatMap((ms) => Array.from({ length: 300 }, () => ms)));
  expect(clock.pending()).toBe(0);
  scheduler.set(nodeOf(), 100);
  const [first = nodeOf()] = nodes;
  scheduler.set(first, 50);
  scheduler.remove(first);
  await clock.advance(96);
  expect(woken).toHaveLength(900);
  await clock.advance(1);
  expect(woken).toHaveLength(901);
});

test("wakes a crowd in groups, a hundredth of a second late at most", async () => {
  const clock = createVirtualClock({ auto: false });
  const lateMs: number[] = [];
  const ticks = new Set<number>();
  const times = new Map<WakeNode, number>();
  const scheduler = createScheduler(clock, (node: WakeNode, nowMs) => {
    lateMs.push(nowMs - (times.get(node) ?? 0));
    ticks.add(nowMs);
  });
  for (let index = 0; index < 20_000; index++) {
    const node = nodeOf();
    times.set(node, 10 + (index % 1000));
    scheduler.set(node, 10 + (index % 1000));
  }
  await clock.advance(1100);
  expect(lateMs).toHaveLength(20_000);
  expect(Math.max(...lateMs)).toBeLessThanOrEqual(10);
  expect(ticks.size).toBeLessThan(250);
});

test("lets the event loop breathe when thousands are to be woken at once", async () => {
  const clock = createVirtualClock({ auto: false });
  let woken = 0;
  const scheduler = createScheduler(clock, () => void woken++);
  for (let count = 0; count < 2500; count++) scheduler.set(nodeOf(), 10);
  const turns: number[] = [];
  const fired = clock.advance(10);
  turns.push(woken);
  await fired;
  expect(turns).toEqual([1000]);
  await clock.advance(5);
  expect(woken).toBe(2500);
});
