import type { Clock } from "@genwait/lifecycle";
import { createTimeLists, type WakeNode } from "./time-lists.ts";

/** Wakes nodes at their times with one native timer for all of them. */
export interface Scheduler<Node extends WakeNode> {
  /** Wakes the node at the time, and at no other that was set before; below zero not at all. */
  set(node: Node, wakeMs: number): void;
}

// A tick that has thousands to wake lets the event loop breathe in between.
const wakesPerTick = 1000;

export const createScheduler = <Node extends WakeNode>(
  clock: Clock,
  wake: (node: Node, nowMs: number) => void,
): Scheduler<Node> => {
  const lists = createTimeLists<Node>();
  let cancel: (() => void) | undefined;
  let armedMs = Infinity;

  const arm = (): void => {
    const firstMs = lists.firstMs();
    // A timer that comes too early only looks again: moving it for every change would cost more.
    if (firstMs >= armedMs && firstMs < Infinity) return;
    cancel?.();
    armedMs = firstMs;
    cancel = firstMs < Infinity ? clock.after(firstMs - clock.elapsed(), tick) : undefined;
  };
  const tick = (): void => {
    const nowMs = Math.floor(clock.elapsed());
    // Until the end of the tick nothing comes earlier than this.
    armedMs = -1;
    for (const node of lists.take(nowMs, wakesPerTick)) {
      if (node.wakeMs < 0 || node.wakeMs > nowMs) continue;
      lists.set(node, -1);
      wake(node, nowMs);
    }
    armedMs = Infinity;
    arm();
  };

  return {
    set: (node, wakeMs) => {
      lists.set(node, wakeMs);
      arm();
    },
  };
};
