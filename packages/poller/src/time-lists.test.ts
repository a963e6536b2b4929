import fc from "fast-check";
import { expect, test } from "vitest";
import { createTimeLists, type WakeNode } from "./time-lists.ts";

const steps = fc.array(
  fc.tuple(fc.constantFrom("set", "set", "set", "remove", "take"), fc.nat({ max: 30 }), fc.nat({ max: 1000 })),
  { maxLength: 300 },
);

test("gives every node that is due at the last time that was set, and no other, whatever was moved and removed", () => {
  fc.assert(
    fc.property(steps, (script) => {
      const lists = createTimeLists();
      const nodes = Array.from({ length: 31 }, (): WakeNode => ({ wakeMs: -1 }));
      const inside = new Map<WakeNode, number>();
      for (const [step, index, ms] of script) {
        const node = nodes[index] ?? { wakeMs: -1 };
        if (step === "set") {
          lists.set(node, ms);
          inside.set(node, ms);
        } else if (step === "remove") {
          lists.set(node, -1);
          inside.delete(node);
        } else {
          const due = [...inside].filter(([, wakeMs]) => wakeMs <= ms).map(([dueNode]) => dueNode);
          const taken = takeAll(lists, ms);
          expect(taken).toHaveLength(due.length);
          expect(new Set(taken)).toEqual(new Set(due));
          for (const takenNode of taken) inside.delete(takenNode);
        }
        expect(lists.firstMs()).toBeLessThanOrEqual(Math.min(...inside.values()));
        expect(lists.firstMs() === Infinity).toBe(inside.size === 0);
      }
    }),
    { numRuns: 500 },
  );
});

test("keeps no more entries of nodes that have moved than of others, and a thousand", () => {
  const lists = createTimeLists();
  const node = { wakeMs: -1 };
  for (let ms = 1; ms < 50_000; ms++) lists.set(node, ms);
  let entries = 0;
  for (let some = lists.take(50_000, 100); some.length; some = lists.take(50_000, 100)) entries += some.length;
  expect(entries).toBeLessThanOrEqual(1002);
});

const takeAll = (lists: ReturnType<typeof createTimeLists>, nowMs: number): WakeNode[] => {
  const taken: WakeNode[] = [];
  for (let some = lists.take(nowMs, 3); some.length; some = lists.take(nowMs, 3)) {
    for (const node of some.filter(({ wakeMs }) => wakeMs >= 0 && wakeMs <= nowMs)) {
      if (node.wakeMs < 0) continue;
      lists.set(node, -1);
      taken.push(node);
    }
  }
  return taken;
};
