import type { Clock } from "@genwait/lifecycle";

/** The mock's time: the clock's, faster, and with jumps. All in epoch milliseconds. */
export interface MockTime {
  /** In which jobs run. */
  now(): number;
  /** In which limits refill: jumps count, speed does not, because callers are not faster. */
  limitsNow(): number;
  /** The callers' own, for dates that say when to come back. */
  callersNow(): number;
  /** What responses say of when a job was created: the callers' time; given a start time, that one and the jumps alone. */
  datesNow(): number;
  /** Whether a start time was given: dates in responses then follow from it, however long anything takes. */
  readonly datesStand: boolean;
  advance(byMs: number): void;
  /** The sum of all jumps. */
  jumpedMs(): number;
  readonly speed: number;
  /** From now on; 0 to stand still. */
  setSpeed(speed: number): void;
}

// A day of the machine is then 27 centuries of the mock: its clock stays one that a date can hold.
export const highestSpeed = 1_000_000;

/** The end of the year 9999. */
export const latestMs: number = 253_402_300_799_999;

/** A start time as epoch milliseconds; nothing where it is none that a date can hold. */
export const startTimeMs = (value: unknown): number | undefined => {
  const atMs = value instanceof Date ? value.getTime() : typeof value === "string" ? Date.parse(value) : value;
  return typeof atMs === "number" && atMs >= 0 && atMs <= latestMs ? atMs : undefined;
};

/** How time begins. */
export interface MockTimeOptions {
  readonly speed: number;
  /** In epoch milliseconds. @default the clock's now */
  readonly startMs?: number | undefined;
}

/** Time for one service. */
export const createMockTime = (clock: Clock, { speed: initialSpeed, startMs }: MockTimeOptions): MockTime => {
  let speed = initialSpeed;
  let sinceMs = clock.now();
  let thenMs = startMs ?? sinceMs;
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
    datesNow: () => (startMs === undefined ? clock.now() : startMs + jumpedMs),
    datesStand: startMs !== undefined,
    jumpedMs: () => jumpedMs,
    advance: (byMs) => {
      jumpedMs += byMs;
    },
  };
};
