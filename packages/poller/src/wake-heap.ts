/** Something that wants to be woken at a time. */
export interface WakeNode {
  /** Its place in the heap; -1 when it is not in it. */
  heapIndex: number;
}

/** A heap, the earliest node first. Nodes know their place, so that moving and removing one needs no search. */
export interface WakeHeap<Node extends WakeNode> {
  first(): Node | undefined;
  /** The time of the first node; infinite without one. */
  firstMs(): number;
  size(): number;
  /** Puts the node in, or moves it to another time. */
  set(node: Node, wakeMs: number): void;
  remove(node: Node): void;
}

// Times lie beside each other, four children to a parent: a look at a node itself is a miss of the processor's cache,
// and those are what a heap of ten thousand costs.
const arity = 4;

export const createWakeHeap = <Node extends WakeNode>(): WakeHeap<Node> => {
  const nodes: Node[] = [];
  const times: number[] = [];
  const timeAt = (index: number): number => times[index] ?? Infinity;
  const place = (node: Node | undefined, wakeMs: number, index: number): void => {
    if (!node) return;
    nodes[index] = node;
    times[index] = wakeMs;
    node.heapIndex = index;
  };
  const settle = (node: Node, wakeMs: number, start: number): void => {
    let index = start;
    for (let up = (index - 1) >> 2; index > 0 && timeAt(up) > wakeMs; up = (index - 1) >> 2) {
      place(nodes[up], timeAt(up), index);
      index = up;
    }
    for (;;) {
      const first = arity * index + 1;
      let child = first;
      for (let other = first + 1; other < first + arity; other++) if (timeAt(other) < timeAt(child)) child = other;
      if (timeAt(child) >= wakeMs) break;
      place(nodes[child], timeAt(child), index);
      index = child;
    }
    place(node, wakeMs, index);
  };

  return {
    first: () => nodes[0],
    firstMs: () => timeAt(0),
    size: () => nodes.length,
    set: (node, wakeMs) => settle(node, wakeMs, node.heapIndex < 0 ? nodes.length : node.heapIndex),
    remove: (node) => {
      const { heapIndex } = node;
      if (heapIndex < 0) return;
      node.heapIndex = -1;
      const last = nodes.pop();
      const wakeMs = times.pop() ?? 0;
      if (last && last !== node) settle(last, wakeMs, heapIndex);
    },
  };
};
