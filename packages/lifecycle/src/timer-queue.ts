/** A callback that waits for its time. */
export interface Timer {
  readonly atMs: number;
  readonly callback: () => void;
}

/** Timers in the order of their time, then of their arrival. */
export interface TimerQueue {
  /** Gives the function that takes the timer out again. */
  add(timer: Timer): () => void;
  first(): Timer | undefined;
  size(): number;
}

/** A sorted list: insertion is a copy of memory, which is cheap for the tens of thousands of timers a test has. */
export const createTimerQueue = (): TimerQueue => {
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
