import { createVirtualClock } from "@genwait/lifecycle/testing";
import { expect, test } from "vitest";
import { createScheduler } from "./scheduler.ts";
import type { WakeNode } from "./time-lists.ts";

const nodeOf = (): WakeNode => ({ wakeMs: -1 });

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
  scheduler.set(first, -1);
  await clock.advance(96);
  expect(woken).toHaveLength(900);
  await clock.advance(1);
  expect(woken).toHaveLength(901);
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
  expect(woken).toBe(2500);
});
