import { createVirtualClock } from "@genwait/lifecycle/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createAlarms } from "./alarms.ts";
import type { Sleeper } from "./time-lists.ts";

const sleeper = (): Sleeper => ({ dueMs: 0, place: -1 });

const steps = fc.array(
  fc.tuple(fc.constantFrom("set", "set", "set", "remove", "advance"), fc.nat({ max: 30 }), fc.nat({ max: 100 })),
  { maxLength: 200 },
);

test("wakes every node at the time that was set last, once, and no other, whatever was moved and removed", async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (script) => {
      const clock = createVirtualClock({ auto: false });
      const nodes = Array.from({ length: 31 }, sleeper);
      const expected = new Map<Sleeper, number>();
      const alarms = createAlarms(clock, (node: Sleeper, nowMs) => {
        expect(expected.get(node)).toBe(nowMs);
        expect(node.place).toBe(-1);
        expected.delete(node);
      });
      for (const [step, index, ms] of script) {
        const node = nodes[index] ?? sleeper();
        if (step === "set") {
          alarms.set(node, clock.elapsed() + ms);
          expected.set(node, clock.elapsed() + ms);
        } else if (step === "remove") {
          alarms.remove(node);
          expected.delete(node);
        } else await clock.advance(ms);
        for (const [asleep, dueMs] of expected) expect(asleep).toMatchObject({ dueMs });
        expect(Math.min(...expected.values())).toBeGreaterThanOrEqual(clock.elapsed());
        expect(clock.pending()).toBeLessThanOrEqual(1);
      }
      await clock.advance(101);
      expect(expected.size).toBe(0);
      expect(clock.pending()).toBe(0);
    }),
    { numRuns: 200 },
  );
});

test("wakes thousands with one timer, and none when nothing is set", async () => {
  const clock = createVirtualClock({ auto: false });
  const woken: number[] = [];
  const alarms = createAlarms(clock, (_: Sleeper, nowMs) => void woken.push(nowMs));
  const nodes = Array.from({ length: 900 }, sleeper);
  for (const [index, node] of nodes.entries()) alarms.set(node, 1 + (index % 3));
  expect(clock.pending()).toBe(1);
  await clock.advance(3);
  expect(woken).toEqual([1, 2, 3].flatMap((ms) => Array.from({ length: 300 }, () => ms)));
  expect(clock.pending()).toBe(0);
  alarms.set(sleeper(), 100);
  const [first = sleeper()] = nodes;
  alarms.set(first, 50);
  alarms.remove(first);
  await clock.advance(96);
  expect(woken).toHaveLength(900);
  await clock.advance(1);
  expect(woken).toHaveLength(901);
});

test("lets the event loop breathe when thousands are to be woken at once", async () => {
  const clock = createVirtualClock({ auto: false });
  let woken = 0;
  const alarms = createAlarms(clock, () => void woken++);
  for (let count = 0; count < 2500; count++) alarms.set(sleeper(), 10);
  const turns: number[] = [];
  const fired = clock.advance(10);
  turns.push(woken);
  await fired;
  expect(turns).toEqual([1000]);
  expect(woken).toBe(2500);
});

test("wakes in the order of times, also those that are set on the way", async () => {
  const clock = createVirtualClock({ auto: false });
  const [one, two, three] = [sleeper(), sleeper(), sleeper()];
  const woken: Sleeper[] = [];
  const alarms = createAlarms(clock, (node: Sleeper, nowMs) => {
    woken.push(node);
    if (node === one) alarms.set(three, nowMs);
    if (node === three) alarms.remove(two);
  });
  alarms.set(two, 8.2);
  alarms.set(one, 5);
  await clock.advance(20);
  expect(woken).toEqual([one, three]);
  expect(clock.pending()).toBe(0);
});

test("leaves no timer once stopped, and begins again", async () => {
  const clock = createVirtualClock({ auto: false });
  let woken = 0;
  const alarms = createAlarms(clock, () => void woken++);
  const node = sleeper();
  alarms.set(node, 10);
  alarms.remove(node);
  alarms.stop();
  expect(clock.pending()).toBe(0);
  alarms.set(node, 20);
  await clock.advance(20);
  expect(woken).toBe(1);
});

test("wakes what is set for the same time after a stop in the middle of a wake", async () => {
  const clock = createVirtualClock({ auto: false });
  const [one, two] = [sleeper(), sleeper()];
  const woken: Sleeper[] = [];
  const alarms = createAlarms(clock, (node: Sleeper, nowMs) => {
    woken.push(node);
    if (node !== one) return;
    alarms.stop();
    alarms.set(two, nowMs);
  });
  alarms.set(one, 5);
  await clock.advance(10);
  expect(woken).toEqual([one, two]);
  expect(clock.pending()).toBe(0);
});
