import type { Clock } from "@genwait/lifecycle";

/** A clock that tells how many of its timers wait: none after everything has ended. */
export interface CountingClock extends Clock {
  pending(): number;
}

/** Real time that runs faster: over real sockets minutes of waiting pass in a second, and every declared time is kept as it is. */
export const clockAtSpeed = (speed: number): CountingClock => {
  const startMs = performance.now();
  const startNowMs = Date.now();
  const timers = new Set<NodeJS.Timeout>();
  const elapsed = (): number => (performance.now() - startMs) * speed;
  return {
    now: () => startNowMs + elapsed(),
    elapsed,
    after: (delayMs, callback) => {
      const timer = setTimeout(
        () => {
          timers.delete(timer);
          callback();
        },
        Math.min(Math.max(delayMs, 0) / speed, 2 ** 31 - 1),
      );
      timers.add(timer);
      return () => {
        timers.delete(timer);
        clearTimeout(timer);
      };
    },
    hold: () => () => {},
    pending: () => timers.size,
  };
};
