/** Something that wants to be woken at a time. */
export interface WakeNode {
  /** In whole milliseconds; below zero: not at all. */
  wakeMs: number;
}

/** Nodes by the time at which they want to be woken. */
export interface TimeLists<Node extends WakeNode> {
  /** The first time at which somebody may want to be woken; infinite if nobody does. */
  firstMs(): number;
  /** Puts the node in, or moves it to another time; below zero it is taken out. */
  set(node: Node, wakeMs: number): void;
  /** Takes out entries that are due, in the order of their times; their nodes may have moved on. */
  take(nowMs: number, most: number): readonly Node[];
}

// Entries that were left behind are swept out when there are this many of them more than others.
const mostLeftBehind = 1000;

/**
 * A list for each millisecond at which a node wants to be woken. One that moves leaves its old entry behind: that touches
 * nothing but itself and the end of a list, where a heap of ten thousand would miss the processor's cache a dozen times.
 * A crowd shares its times, so that the lists are few.
 */
export const createTimeLists = <Node extends WakeNode>(): TimeLists<Node> => {
  const lists = new Map<number, Node[]>();
  // The latest first: most nodes are put to sleep for longer than all others.
  let times: number[] = [];
  let live = 0;
  let entries = 0;

  const put = (node: Node, ms: number): void => {
    const list = lists.get(ms);
    entries++;
    if (list) list.push(node);
    else {
      const index = times.findIndex((other) => other < ms);
      times.splice(index < 0 ? times.length : index, 0, ms);
      lists.set(ms, [node]);
    }
  };
  const sweep = (): void => {
    const left = [...lists];
    lists.clear();
    times = [];
    entries = 0;
    for (const [ms, list] of left) for (const node of list) if (node.wakeMs === ms) put(node, ms);
  };
  return {
    firstMs: () => times.at(-1) ?? Infinity,
    set: (node, wakeMs) => {
      if (node.wakeMs === wakeMs) return;
      live += Number(wakeMs >= 0) - Number(node.wakeMs >= 0);
      node.wakeMs = wakeMs;
      if (wakeMs >= 0) put(node, wakeMs);
      if (!live || entries > 2 * live + mostLeftBehind) sweep();
    },
    take: (nowMs, most) => {
      const nodes: Node[] = [];
      for (let ms = times.at(-1) ?? Infinity; ms <= nowMs && nodes.length < most; ms = times.at(-1) ?? Infinity) {
        const list = lists.get(ms) ?? [];
        nodes.push(...list.splice(0, most));
        if (!list.length) lists.delete(times.pop() ?? ms);
      }
      entries -= nodes.length;
      return nodes;
    },
  };
};
