import fc from "fast-check";
import { expect, test } from "vitest";
import { createWakeHeap, type WakeNode } from "./wake-heap.ts";

test("gives nodes in the order of their times, whatever was moved and removed", () => {
  const steps = fc.array(
    fc.tuple(fc.constantFrom("set", "set", "remove", "take"), fc.nat({ max: 30 }), fc.nat({ max: 1000 })),
    { maxLength: 200 },
  );
  fc.assert(
    fc.property(steps, (script) => {
      const heap = createWakeHeap();
      const nodes = Array.from({ length: 31 }, (): WakeNode => ({ heapIndex: -1 }));
      const inside = new Map<WakeNode, number>();
      for (const [step, index, ms] of script) {
        const node = (step === "take" ? heap.first() : nodes[index]) ?? { heapIndex: -1 };
        if (step === "set") {
          heap.set(node, ms);
          inside.set(node, ms);
        } else {
          heap.remove(node);
          inside.delete(node);
          expect(node.heapIndex).toBe(-1);
        }
        const firstMs = Math.min(...inside.values());
        expect([heap.firstMs(), heap.size()]).toEqual([firstMs, inside.size]);
        const first = heap.first();
        expect(first && inside.get(first)).toBe(inside.size === 0 ? undefined : firstMs);
      }
    }),
  );
});
