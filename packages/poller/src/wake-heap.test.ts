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
      const nodes = Array.from({ length: 31 }, (): WakeNode => ({ wakeMs: 0, heapIndex: -1 }));
      const inside = new Set<WakeNode>();
      for (const [step, index, ms] of script) {
        const node = (step === "take" ? heap.first() : nodes[index]) ?? { wakeMs: 0, heapIndex: -1 };
        if (step === "set") {
          heap.set(node, ms);
          inside.add(node);
        } else {
          heap.remove(node);
          inside.delete(node);
          expect(node.heapIndex).toBe(-1);
        }
        expect(heap.first()?.wakeMs).toBe(
          inside.size === 0 ? undefined : Math.min(...[...inside].map(({ wakeMs }) => wakeMs)),
        );
      }
    }),
  );
});
