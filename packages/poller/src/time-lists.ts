import { createSortedLists } from "./sorted-lists.ts";

/** Something that wants to be woken at a time. */
export interface WakeNode {
  /** In whole milliseconds; below zero: not at all. */
  wakeMs: number;
}

/** Nodes by the time at which they want to be woken. */
export interface TimeLists<Node extends WakeNode> {
  /** The first time at which somebody may want to be woken; infinite if nobody does. */
  firstMs(): number;
  /** Puts the node in, or moves it to another time. */
  set(node: Node, wakeMs: number): void;
  remove(node: Node): void;
  /** Takes out some entries of the earliest time that is due; the nodes may have moved on. Nothing when none is due. */
  take(nowMs: number, most: number): readonly Node[] | undefined;
}

// Entries that were left behind are swept out when there are this many of them more than others.
const mostLeftBehind = 1000;

/**
 * A list for each millisecond at which a node wants to be woken. One that moves leaves its old entry behind: that touches
 * nothing but itself and the end of a list, where a heap of ten thousand would miss the processor's cache a dozen times.
 * A crowd shares its times, so that the lists are few.
 */
export const createTimeLists = <Node extends WakeNode>(): TimeLists<Node> => {
  const lists = createSortedLists<Node>();
  let live = 0;
  let entries = 0;
  const sweep = (): void => {
    entries = lists.filter((node, ms) => node.wakeMs === ms);
  };
  return {
    firstMs: () => (live ? lists.firstMs() : Infinity),
    set: (node, wakeMs) => {
      if (node.wakeMs === wakeMs) return;
      if (node.wakeMs < 0) live++;
      node.wakeMs = wakeMs;
      lists.add(node, wakeMs);
      if (++entries > 2 * live + mostLeftBehind) sweep();
    },
    remove: (node) => {
      if (node.wakeMs < 0) return;
      node.wakeMs = -1;
      if (!--live) sweep();
    },
    take: (nowMs, most) => {
      if (lists.firstMs() > nowMs) return undefined;
      const nodes = lists.take(most);
      entries -= nodes.length;
      return nodes;
    },
  };
};
