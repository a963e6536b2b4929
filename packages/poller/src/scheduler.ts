import type { Clock } from "@genwait/lifecycle";
import { createTimeLists, type WakeNode } from "./time-lists.ts";

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
  const lists = createTimeLists<Node>();
  let cancel: (() => void) | undefined;
  let armedMs = Infinity;
  let isTicking = false;

  const arm = (): void => {
    const firstMs = lists.firstMs();
    // A timer that comes too early only looks again: moving it for every change would cost more.
    if (isTicking || (firstMs >= armedMs && firstMs < Infinity)) return;
    cancel?.();
    armedMs = firstMs;
    cancel = firstMs < Infinity ? clock.after(firstMs - clock.elapsed(), tick) : undefined;
  };
  const tick = (): void => {
    const nowMs = Math.floor(clock.elapsed());
    let left = wakesPerTick;
    isTicking = true;
    for (let nodes = lists.take(nowMs, left); nodes?.length; nodes = lists.take(nowMs, left)) {
      left -= nodes.length;
      for (const node of nodes) {
        if (node.wakeMs < 0 || node.wakeMs > nowMs) continue;
        lists.remove(node);
        wake(node, nowMs);
      }
    }
    isTicking = false;
    armedMs = Infinity;
    arm();
  };

  return {
    set: (node, wakeMs) => {
      lists.set(node, wakeMs);
      arm();
    },
    remove: (node) => {
      lists.remove(node);
      arm();
    },
  };
};
