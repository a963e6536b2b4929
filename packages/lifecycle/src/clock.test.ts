import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { systemClock } from "./clock.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a delay beyond what a native timer holds does not fire at once", () => {
  const callback = vi.fn();
  systemClock.after(2 ** 40, callback);
  vi.advanceTimersByTime(60_000);
  expect(callback).not.toHaveBeenCalled();
});

test("a negative delay fires at once, and a cancelled one never", () => {
  const [soon, never] = [vi.fn(), vi.fn()];
  systemClock.after(-5, soon);
  systemClock.after(5, never)();
  vi.advanceTimersByTime(10);
  expect(soon).toHaveBeenCalledOnce();
  expect(never).not.toHaveBeenCalled();
  expect(vi.getTimerCount()).toBe(0);
});
