/** Time, injected so that tests can own it. */
export interface Clock {
  /** Epoch milliseconds; may jump when somebody sets the clock. */
  now(): number;
  /** Monotonic milliseconds since some start; deadlines are measured in these. */
  elapsed(): number;
  /** Calls back once after the delay, at the earliest; gives the function that cancels it. */
  after(delayMs: number, callback: () => void): () => void;
  /** Keeps a virtual clock from advancing until the returned function is called; nothing on a real one. */
  hold(): () => void;
}

// Timers above this overflow to 1 ms in every runtime: https://developer.mozilla.org/docs/Web/API/Window/setTimeout
const longestTimerMs = 2 ** 31 - 1;

/** A timer of the machine. A delay longer than a native timer can hold calls back early; callers look at the clock again. */
export const systemTimer: Clock["after"] = (delayMs, callback) => {
  const timer = setTimeout(callback, Math.min(Math.max(delayMs, 0), longestTimerMs));
  return () => clearTimeout(timer);
};

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  after: systemTimer,
  hold: () => () => {},
};
