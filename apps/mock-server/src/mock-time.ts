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
  /** From now on; 0 to stand still. */
  setSpeed(speed: number): void;
}

// A day of the machine is then 27 centuries of the mock: its clock stays one that a date can hold.
export const highestSpeed = 1_000_000;

/** Time for one service; it begins at the clock's now. */
export const createMockTime = (clock: Clock, initialSpeed: number): MockTime => {
  let speed = initialSpeed;
  let sinceMs = clock.now();
  let thenMs = sinceMs;
  let jumpedMs = 0;
  const now = (): number => thenMs + (clock.now() - sinceMs) * speed + jumpedMs;
  return {
    get speed() {
      return speed;
    },
    setSpeed: (next) => {
      thenMs = now() - jumpedMs;
      sinceMs = clock.now();
      speed = next;
    },
    now,
    limitsNow: () => clock.now() + jumpedMs,
    callersNow: () => clock.now(),
    jumpedMs: () => jumpedMs,
    advance: (byMs) => {
      jumpedMs += byMs;
    },
  };
};
