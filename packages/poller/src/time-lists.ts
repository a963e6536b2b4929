/** Something that wants to be woken at a time. */
export interface Sleeper {
  /** In whole milliseconds. */
  dueMs: number;
  /** Its place among those that sleep until then; below zero for one that is awake. */
  place: number;
}

/** Sleepers by their times. */
export interface TimeLists<Node extends Sleeper> {
  /** The first time at which somebody may want to be woken; infinite if nobody does. */
  firstMs(): number;
  put(node: Node, dueMs: number): void;
  remove(node: Node): void;
  /** Takes out those of one time, some of them only if they are more; gives how many there were. */
  take(dueMs: number, most: number, wake: (node: Node) => void): number;
  clear(): void;
}

/**
 * A list for each millisecond at which somebody wants to be woken. One that leaves early leaves a hole: that touches
 * nothing but its own place, where a heap of ten thousand would miss the processor's cache a dozen times. A crowd shares
 * its times, so that the lists are few.
 */
export const createTimeLists = <Node extends Sleeper>(): TimeLists<Node> => {
  const lists = new Map<number, (Node | undefined)[]>();
  return {
    firstMs: () => {
      let first = Infinity;
      for (const ms of lists.keys()) if (ms < first) first = ms;
      return first;
    },
    put: (node, dueMs) => {
      let list = lists.get(dueMs);
      if (!list) lists.set(dueMs, (list = []));
      node.dueMs = dueMs;
      node.place = list.push(node) - 1;
    },
    remove: (node) => {
      const list = node.place >= 0 && lists.get(node.dueMs);
      if (list) list[node.place] = undefined;
      node.place = -1;
    },
    take: (dueMs, most, wake) => {
      const list = lists.get(dueMs) ?? [];
      let taken = 0;
      let place = 0;
      for (; taken < most && place < list.length; place++) {
        const node = list[place];
        if (!node) continue;
        taken++;
        list[place] = undefined;
        node.place = -1;
        wake(node);
      }
      // Whoever was woken may have cleared all, and put others in for the same time.
      if (place === list.length && lists.get(dueMs) === list) lists.delete(dueMs);
      return taken;
    },
    clear: () => lists.clear(),
  };
};
