import type { Clock } from "@genwait/lifecycle";
import { createTimeLists, type Sleeper } from "./time-lists.ts";

/** Wakes sleepers at their times with one native timer for all of them. */
export interface Alarms<Node extends Sleeper> {
  /** Wakes the node at the time, and at no other that was set before. */
  set(node: Node, dueMs: number): void;
  /** Wakes the node no more. */
  remove(node: Node): void;
  /** Nobody sleeps any more. */
  stop(): void;
}

// A tick that has thousands to wake lets the event loop breathe in between.
const wakesPerTick = 1000;

export const createAlarms = <Node extends Sleeper>(
  clock: Clock,
  wake: (node: Node, nowMs: number) => void,
): Alarms<Node> => {
  const { firstMs, put, remove, take, clear } = createTimeLists<Node>();
  let armedMs = Infinity;
  let cancel: (() => void) | undefined;

  // A timer that comes too early only looks again: moving it for every change would cost more.
  const arm = (ms: number): void => {
    if (ms >= armedMs) return;
    cancel?.();
    armedMs = ms;
    cancel = clock.after(ms - clock.elapsed(), tick);
  };
  const tick = (): void => {
    const nowMs = Math.floor(clock.elapsed());
    const wakeNow = (node: Node): void => wake(node, nowMs);
    let left = wakesPerTick;
    // Until the end of the tick nothing comes earlier than this.
    armedMs = -1;
    for (let ms = firstMs(); left && ms <= nowMs; ms = firstMs()) left -= take(ms, left, wakeNow);
    armedMs = Infinity;
    arm(firstMs());
  };
  return {
    set: (node, ms) => {
      const dueMs = Math.ceil(ms);
      remove(node);
      put(node, dueMs);
      arm(dueMs);
    },
    remove,
    stop: () => {
      clear();
      cancel?.();
      armedMs = Infinity;
    },
  };
};
