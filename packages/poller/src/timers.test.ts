import type { Clock } from "@genwait/lifecycle";
import { createVirtualClock } from "@genwait/lifecycle/testing";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { Timer, Timers } from "./timers.ts";

class Recorder extends Timer {
  readonly #onWake: (timer: Recorder, nowMs: number) => void;

  constructor(onWake: (timer: Recorder, nowMs: number) => void) {
    super();
    this.#onWake = onWake;
  }

  override wake(nowMs: number): void {
    this.#onWake(this, nowMs);
  }
}

const steps = fc.array(
  fc.tuple(fc.constantFrom("set", "set", "set", "clear", "advance"), fc.nat({ max: 30 }), fc.nat({ max: 100 })),
  { maxLength: 200 },
);

test("wakes every timer at the time that was set last, once, and no other, whatever was moved and cleared", async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (script) => {
      const clock = createVirtualClock({ auto: false });
      const timers = new Timers(clock);
      const expected = new Map<Timer, number>();
      const all = Array.from(
        { length: 31 },
        () =>
          new Recorder((timer, nowMs) => {
            expect(expected.get(timer)).toBe(nowMs);
            expect(timer.list).toBe(undefined);
            expected.delete(timer);
          }),
      );
      for (const [step, index, ms] of script) {
        const timer = all[index];
        if (timer === undefined) throw new Error("There are 31 timers.");
        if (step === "set") {
          timers.set(timer, clock.elapsed() + ms);
          expected.set(timer, clock.elapsed() + ms);
        } else if (step === "clear") {
          timers.clear(timer);
          expected.delete(timer);
        } else await clock.advance(ms);
        expect(Math.min(...expected.values())).toBeGreaterThanOrEqual(clock.elapsed());
        expect(clock.pending()).toBe(expected.size === 0 ? 0 : 1);
      }
      await clock.advance(101);
      expect(expected.size).toBe(0);
      expect(clock.pending()).toBe(0);
    }),
    { numRuns: 200 },
  );
});

test("wakes thousands with one native timer, in the order of times, then of setting", async () => {
  const clock = createVirtualClock({ auto: false });
  const timers = new Timers(clock);
  const woken: string[] = [];
  for (let index = 0; index < 900; index++)
    timers.set(new Recorder((_, nowMs) => void woken.push(`${nowMs} ${index}`)), 1 + (index % 3));
  expect(clock.pending()).toBe(1);
  await clock.advance(3);
  const expected = [0, 1, 2].flatMap((rest) => Array.from({ length: 300 }, (_, n) => `${rest + 1} ${n * 3 + rest}`));
  expect(woken).toEqual(expected);
  expect(clock.pending()).toBe(0);
});

test("lets the event loop breathe when thousands are to be woken at once", async () => {
  const clock = createVirtualClock({ auto: false });
  const timers = new Timers(clock);
  let woken = 0;
  for (let count = 0; count < 2500; count++) timers.set(new Recorder(() => woken++), 10);
  const advanced = clock.advance(10);
  expect(woken).toBe(1000);
  await advanced;
  expect(woken).toBe(2500);
});

test("wakes what is set, moved and cleared in the middle of a wake", async () => {
  const clock = createVirtualClock({ auto: false });
  const timers = new Timers(clock);
  const woken: string[] = [];
  const two = new Recorder(() => void woken.push("two"));
  const three = new Recorder(() => {
    woken.push("three");
    timers.clear(two);
  });
  const one = new Recorder((_, nowMs) => {
    woken.push("one");
    timers.set(three, nowMs);
  });
  timers.set(two, 8.2);
  timers.set(one, 5);
  await clock.advance(20);
  expect(woken).toEqual(["one", "three"]);
  expect(clock.pending()).toBe(0);
});

test("goes on after a timer that throws, and reports it", async () => {
  const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
  const clock = createVirtualClock({ auto: false });
  const timers = new Timers(clock);
  let hasWoken = false;
  timers.set(
    new Recorder(() => {
      throw new Error("a bug");
    }),
    5,
  );
  timers.set(new Recorder(() => (hasWoken = true)), 6);
  await clock.advance(10);
  expect(hasWoken).toBe(true);
  expect(warn).toHaveBeenCalledTimes(1);
});

test("takes the firing of a native timer for the proof that its time has come, where performance stands still", () => {
  const native: { callback: () => void; delayMs: number }[] = [];
  const frozen: Clock = {
    now: () => 0,
    elapsed: () => 17.5,
    after: (delayMs, callback) => {
      native.push({ callback, delayMs });
      return () => {};
    },
    hold: () => () => {},
  };
  const timers = new Timers(frozen);
  const woken: number[] = [];
  timers.set(
    new Recorder((timer, nowMs) => {
      woken.push(nowMs);
      if (woken.length < 3) timers.set(timer, nowMs + 1000);
    }),
    timers.nowMs() + 1000,
  );
  for (let fired = native.shift(); fired !== undefined; fired = native.shift()) fired.callback();
  expect(woken).toEqual([1017, 2017, 3017]);
});

test("waits for longer than a native timer can", async () => {
  const clock = createVirtualClock({ auto: false });
  const delays: number[] = [];
  const timers = new Timers({
    ...clock,
    after: (delayMs, callback) => {
      delays.push(delayMs);
      return clock.after(delayMs, callback);
    },
  });
  const woken: number[] = [];
  timers.set(new Recorder((_, nowMs) => void woken.push(nowMs)), 2 ** 32);
  await clock.advance(2 ** 32);
  expect(woken).toEqual([2 ** 32]);
  expect(Math.max(...delays)).toBeLessThan(2 ** 31);
});
