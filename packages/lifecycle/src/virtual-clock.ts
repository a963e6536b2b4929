import type { Clock } from "./clock.ts";

/** A clock whose time is only as long as its timers: ten minutes of waiting pass in milliseconds. */
export interface VirtualClock extends Clock {
  /** Moves time by hand, calling back every timer on the way in its order. */
  advance(byMs: number): Promise<void>;
  /** Moves `now()` alone, as somebody does who sets the clock; `elapsed()` stays. */
  setNow(epochMs: number): void;
  /** How many timers wait: none after everything has ended. */
  pending(): number;
}

export interface VirtualClockOptions {
  /** Where `now()` begins, in epoch milliseconds. @default 2026-01-01T00:00:00Z */
  readonly startMs?: number;
  /** Advance by itself whenever nothing else is going on. @default true */
  readonly auto?: boolean;
}

/**
 * A virtual clock. By itself it advances to the next timer when nothing holds it and the event loop has been idle for a
 * few turns, so work that is under way (a request, the reading of a body) is never overtaken.
 */
export const createVirtualClock = ({
  startMs = Date.UTC(2026, 0, 1),
  auto = true,
}: VirtualClockOptions = {}): VirtualClock => {
  const time: Time = {
    elapsedMs: 0,
    nowOffsetMs: startMs,
    holds: 0,
    changes: 0,
    isWatched: false,
    timers: createTimerQueue(),
  };
  const watch = (): void => {
    if (auto && !time.isWatched) void advanceWhenIdle(time);
  };
  return {
    now: () => time.nowOffsetMs + time.elapsedMs,
    elapsed: () => time.elapsedMs,
    after: (delayMs, callback) => {
      time.changes++;
      const cancel = time.timers.add({
        atMs: time.elapsedMs + Math.max(0, delayMs),
        callback: () => (cancel(), callback()),
      });
      watch();
      return cancel;
    },
    hold: () => holdOnce(time, watch),
    advance: (byMs) => advanceTo(time, time.elapsedMs + byMs),
    setNow: (epochMs) => {
      time.nowOffsetMs = epochMs - time.elapsedMs;
    },
    pending: () => time.timers.size(),
  };
};

interface Time {
  elapsedMs: number;
  nowOffsetMs: number;
  holds: number;
  /** Grows with every new timer and every release: the sign that something is still going on. */
  changes: number;
  isWatched: boolean;
  readonly timers: TimerQueue;
}

const holdOnce = (time: Time, whenReleased: () => void): (() => void) => {
  let isHeld = true;
  time.holds++;
  return () => {
    if (!isHeld) return;
    isHeld = false;
    time.holds--;
    time.changes++;
    whenReleased();
  };
};

const advanceWhenIdle = async (time: Time): Promise<void> => {
  time.isWatched = true;
  try {
    while (time.timers.size() > 0 && time.holds === 0) {
      const seen = time.changes;
      await idleTurns();
      if (time.holds === 0 && seen === time.changes) fireNext(time);
    }
  } finally {
    time.isWatched = false;
  }
};

const advanceTo = async (time: Time, untilMs: number): Promise<void> => {
  while ((time.timers.first()?.atMs ?? Infinity) <= untilMs) {
    fireNext(time);
    await idleTurns();
  }
  time.elapsedMs = Math.max(time.elapsedMs, untilMs);
  await idleTurns();
};

const fireNext = (time: Time): void => {
  const timer = time.timers.first();
  if (timer === undefined) return;
  time.elapsedMs = Math.max(time.elapsedMs, timer.atMs);
  timer.callback();
};

/** A callback that waits for its time. */
interface Timer {
  readonly atMs: number;
  readonly callback: () => void;
}

/** Timers in the order of their time, then of their arrival. */
interface TimerQueue {
  /** Gives the function that takes the timer out again. */
  add(timer: Timer): () => void;
  first(): Timer | undefined;
  size(): number;
}

// A sorted array: insertion is a copy of memory, which is cheap for the tens of thousands of timers that a test has.
const createTimerQueue = (): TimerQueue => {
  const timers: Timer[] = [];
  return {
    add: (timer) => {
      timers.splice(placeAfter(timers, timer.atMs), 0, timer);
      return () => {
        const place = timers.indexOf(timer);
        if (place !== -1) timers.splice(place, 1);
      };
    },
    first: () => timers[0],
    size: () => timers.length,
  };
};

const placeAfter = (timers: readonly Timer[], atMs: number): number => {
  let low = 0;
  let high = timers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((timers[middle]?.atMs ?? Infinity) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low;
};

// Reading an in-memory body takes a turn or two of the event loop; virtual time must not pass meanwhile.
const turnCount = 4;

// Declared here because this package is built without Node's types: it runs where there is no Node.
declare const setImmediate: ((callback: () => void) => unknown) | undefined;

/** A few turns of the event loop, so that whatever is under way can go on. */
const idleTurns = async (): Promise<void> => {
  for (let turn = 0; turn < turnCount; turn++) await nextTurn();
};

const nextTurn = (): Promise<void> =>
  new Promise((resolve) => {
    // Browsers have no setImmediate; a channel's message is their nearest thing to a turn without a minimum delay.
    if (typeof setImmediate === "function") setImmediate(resolve);
    else turnByMessage(resolve);
  });

const turnByMessage = (callback: () => void): void => {
  const { port1, port2 } = new MessageChannel();
  const done = (): void => {
    port1.close();
    callback();
  };
  port1.addEventListener("message", done);
  port1.start();
  port2.postMessage(undefined);
};
