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

// Waking the process costs as much as ten reads: a crowd is woken in groups, a hundredth of a second apart at most.
const nodesPerMs = 1000;
const longestGapMs = 10;

export const createScheduler = <Node extends WakeNode>(
  clock: Clock,
  wake: (node: Node, nowMs: number) => void,
): Scheduler<Node> => {
  const heap = createWakeHeap<Node>();
  let cancel: (() => void) | undefined;
  let armedMs = 0;
  let tickedMs = 0;
  let isTicking = false;

  const arm = (): void => {
    const gapMs = Math.min(Math.floor(heap.size() / nodesPerMs), longestGapMs);
    const atMs = Math.max(heap.firstMs(), tickedMs + gapMs);
    // A timer that comes too early only looks again: moving it for every change would cost more.
    if (isTicking || (cancel && heap.size() && atMs >= armedMs)) return;
    cancel?.();
    armedMs = atMs;
    cancel = heap.size() ? clock.after(armedMs - clock.elapsed(), tick) : undefined;
  };
  const tick = (): void => {
    const nowMs = clock.elapsed();
    isTicking = true;
    for (let count = 0; count < wakesPerTick && heap.firstMs() <= nowMs; count++) {
      const node = heap.first();
      if (!node) break;
      wake(node, nowMs);
      // Most are set to another time, which costs half of removing them first.
      if (heap.first() === node && heap.firstMs() <= nowMs) heap.remove(node);
    }
    isTicking = false;
    cancel = undefined;
    tickedMs = nowMs;
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
