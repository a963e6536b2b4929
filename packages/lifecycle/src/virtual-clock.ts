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

interface Timer {
  readonly atMs: number;
  readonly order: number;
  readonly callback: () => void;
}

/**
 * A virtual clock. By itself it advances to the next timer when nothing holds it and the event loop has been idle for a
 * few turns, so work that is under way (a request, the reading of a body) is never overtaken.
 */
export const createVirtualClock = ({ startMs = Date.UTC(2026, 0, 1), auto = true }: VirtualClockOptions = {}): VirtualClock => {
  const timers = new Set<Timer>();
  let elapsedMs = 0;
  let nowOffsetMs = startMs;
  let holds = 0;
  let order = 0;
  let isWatching = false;

  const next = (): Timer | undefined => {
    let first: Timer | undefined;
    for (const timer of timers) if (first === undefined || timer.atMs < first.atMs || (timer.atMs === first.atMs && timer.order < first.order)) first = timer;
    return first;
  };
  const fire = (timer: Timer): void => {
    timers.delete(timer);
    elapsedMs = Math.max(elapsedMs, timer.atMs);
    timer.callback();
  };
  const watch = async (): Promise<void> => {
    if (isWatching || !auto) return;
    isWatching = true;
    try {
      while (timers.size > 0 && holds === 0) {
        const seen = order;
        await idleTurns();
        if (holds > 0) break;
        const timer = next();
        if (timer !== undefined && seen === order) fire(timer);
      }
    } finally {
      isWatching = false;
    }
  };

  return {
    now: () => nowOffsetMs + elapsedMs,
    elapsed: () => elapsedMs,
    after: (delayMs, callback) => {
      const timer = { atMs: elapsedMs + Math.max(0, delayMs), order: order++, callback };
      timers.add(timer);
      void watch();
      return () => timers.delete(timer);
    },
    hold: () => {
      let isHeld = true;
      holds++;
      return () => {
        if (!isHeld) return;
        isHeld = false;
        holds--;
        order++;
        void watch();
      };
    },
    advance: async (byMs) => {
      const untilMs = elapsedMs + byMs;
      for (let timer = next(); timer !== undefined && timer.atMs <= untilMs; timer = next()) {
        fire(timer);
        await idleTurns();
      }
      elapsedMs = Math.max(elapsedMs, untilMs);
      await idleTurns();
    },
    setNow: (epochMs) => {
      nowOffsetMs = epochMs - elapsedMs;
    },
    pending: () => timers.size,
  };
};

// Reading an in-memory body takes a turn or two of the event loop; time must not pass meanwhile.
const idleTurnCount = 4;

const idleTurns = async (): Promise<void> => {
  for (let turn = 0; turn < idleTurnCount; turn++) await nextTurn();
};

const nextTurn = (): Promise<void> =>
  new Promise((resolve) => {
    // Browsers have no setImmediate; a channel's message is their nearest thing to a turn without a minimum delay.
    if (typeof setImmediate === "function") setImmediate(resolve);
    else {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(undefined);
    }
  });
