/** Something that wants to be woken at a time. */
export interface WakeNode {
  wakeMs: number;
  /** Its place in the heap; -1 when it is not in it. */
  heapIndex: number;
}

/** A binary heap, the earliest node first. Nodes know their place, so that moving and removing one needs no search. */
export interface WakeHeap<Node extends WakeNode> {
  first(): Node | undefined;
  /** Puts the node in, or moves it to another time. */
  set(node: Node, wakeMs: number): void;
  remove(node: Node): void;
}

export const createWakeHeap = <Node extends WakeNode>(): WakeHeap<Node> => {
  const nodes: Node[] = [];
  const isBefore = (node: Node | undefined, other: Node | undefined): node is Node =>
    node !== undefined && (other === undefined || node.wakeMs < other.wakeMs);

  const settle = (node: Node, start: number): void => {
    let index = start;
    for (;;) {
      const up = (index - 1) >> 1;
      const parent = nodes[up];
      const left = 2 * index + 1;
      const child = isBefore(nodes[left + 1], nodes[left]) ? left + 1 : left;
      const below = nodes[child];
      const isUp = parent !== undefined && isBefore(node, parent);
      const other = isUp ? parent : isBefore(below, node) ? below : node;
      nodes[index] = other;
      other.heapIndex = index;
      if (other === node) return;
      index = isUp ? up : child;
    }
  };

  return {
    first: () => nodes[0],
    set: (node, wakeMs) => {
      node.wakeMs = wakeMs;
      settle(node, node.heapIndex < 0 ? nodes.length : node.heapIndex);
    },
    remove: (node) => {
      const { heapIndex } = node;
      if (heapIndex < 0) return;
      node.heapIndex = -1;
      const last = nodes.pop();
      if (last && last !== node) settle(last, heapIndex);
    },
  };
};
