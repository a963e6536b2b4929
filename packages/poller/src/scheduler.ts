import type { Clock } from "@genwait/lifecycle";
import { createWakeHeap, type WakeNode } from "./wake-heap.ts";

/** Wakes nodes at their times with one native timer for all of them. */
export interface Scheduler<Node extends WakeNode> {
  /** Wakes the node at the time, and no longer at an earlier one that was set. */
  set(node: Node, wakeMs: number): void;
  clear(node: Node): void;
}

// A tick that has thousands to wake lets the event loop breathe in between.
const wakesPerTick = 1000;

export const createScheduler = <Node extends WakeNode>(
  clock: Clock,
  wake: (node: Node, nowMs: number) => void,
): Scheduler<Node> => {
  const heap = createWakeHeap<Node>();
  let cancel: (() => void) | undefined;
  let armedMs = 0;
  let isTicking = false;

  const arm = (): void => {
    if (isTicking) return;
    const first = heap.first();
    // A timer that comes too early only looks again: moving it for every change would cost more.
    if (cancel !== undefined && first !== undefined && first.wakeMs >= armedMs) return;
    cancel?.();
    armedMs = first?.wakeMs ?? 0;
    cancel = first === undefined ? undefined : clock.after(armedMs - clock.elapsed(), tick);
  };
  const tick = (): void => {
    cancel = undefined;
    isTicking = true;
    const nowMs = clock.elapsed();
    for (let count = 0; count < wakesPerTick; count++) {
      const node = heap.first();
      if (node === undefined || node.wakeMs > nowMs) break;
      heap.remove(node);
      wake(node, nowMs);
    }
    isTicking = false;
    arm();
  };

  return {
    set: (node, wakeMs) => {
      heap.set(node, wakeMs);
      arm();
    },
    clear: (node) => {
      heap.remove(node);
      arm();
    },
  };
};
