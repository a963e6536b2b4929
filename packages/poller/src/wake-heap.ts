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

  const put = (node: Node, index: number): void => {
    nodes[index] = node;
    node.heapIndex = index;
  };
  const settle = (node: Node, start: number): void => {
    let index = start;
    for (let up = (index - 1) >> 1; index > 0; up = (index - 1) >> 1) {
      const parent = nodes[up];
      if (parent === undefined || parent.wakeMs <= node.wakeMs) break;
      put(parent, index);
      index = up;
    }
    for (;;) {
      const left = nodes[2 * index + 1];
      const right = nodes[2 * index + 2];
      const child = left !== undefined && right !== undefined && right.wakeMs < left.wakeMs ? right : left;
      if (child === undefined || child.wakeMs >= node.wakeMs) break;
      const down = child.heapIndex;
      put(child, index);
      index = down;
    }
    put(node, index);
  };

  return {
    first: () => nodes[0],
    set: (node, wakeMs) => {
      node.wakeMs = wakeMs;
      settle(node, node.heapIndex < 0 ? nodes.length : node.heapIndex);
    },
    remove: (node) => {
      const index = node.heapIndex;
      if (index < 0) return;
      node.heapIndex = -1;
      const last = nodes.pop();
      if (last !== undefined && last !== node) settle(last, index);
    },
  };
};
