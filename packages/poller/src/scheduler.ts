import type { Clock } from "@genwait/lifecycle";
import { createWakeHeap, type WakeNode } from "./wake-heap.ts";

/** Wakes nodes at their times with one native timer for all of them. */
export interface Scheduler<Node extends WakeNode> {
  /** Wakes the node at the time, and at no other that was set before. */
  set(node: Node, wakeMs: number): void;
  remove(node: Node): void;
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
    const first = heap.first();
    // A timer that comes too early only looks again: moving it for every change would cost more.
    if (isTicking || (cancel && first && first.wakeMs >= armedMs)) return;
    cancel?.();
    armedMs = first ? first.wakeMs : 0;
    cancel = first && clock.after(armedMs - clock.elapsed(), tick);
  };
  const tick = (): void => {
    const nowMs = clock.elapsed();
    let node = heap.first();
    isTicking = true;
    for (let count = 0; count < wakesPerTick && node && node.wakeMs <= nowMs; count++) {
      heap.remove(node);
      wake(node, nowMs);
      node = heap.first();
    }
    isTicking = false;
    cancel = undefined;
    arm();
  };

  return {
    set: (node, wakeMs) => {
      heap.set(node, wakeMs);
      arm();
    },
    remove: (node) => {
      heap.remove(node);
      arm();
    },
  };
};
