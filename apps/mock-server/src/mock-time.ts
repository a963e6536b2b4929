import type { Clock } from "@genwait/lifecycle";

/** The mock's time: the clock's, faster, and with jumps. All in epoch milliseconds. */
export interface MockTime {
  /** In which jobs run. */
  now(): number;
  /** In which limits refill: jumps count, speed does not, because callers are not faster. */
  limitsNow(): number;
  /** The callers' own, for dates in responses. */
  callersNow(): number;
  advance(byMs: number): void;
  /** The sum of all jumps. */
  jumpedMs(): number;
  readonly speed: number;
}

/** Time for one service; it begins at the clock's now. */
export const createMockTime = (clock: Clock, speed: number): MockTime => {
  const startMs = clock.now();
  let jumpedMs = 0;
  return {
    speed,
    now: () => startMs + (clock.now() - startMs) * speed + jumpedMs,
    limitsNow: () => clock.now() + jumpedMs,
    callersNow: () => clock.now(),
    jumpedMs: () => jumpedMs,
    advance: (byMs) => {
      jumpedMs += byMs;
    },
  };
};
