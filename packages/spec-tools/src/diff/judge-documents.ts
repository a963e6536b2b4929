import { judgeLifecycles } from "./lifecycle/judge-lifecycles.ts";
import { withOpenWords } from "./open-words.ts";
import type { Findings } from "./report/put-together.ts";
import type { SpecDocument } from "./spec-node.ts";
import { compareTypes } from "./types/compare-types.ts";
import { type ComparedOperation, compareWire } from "./wire/compare-wire.ts";
import { type Operation, operationsOf } from "./wire/operations-of.ts";

/** Lets the three judges look at two documents. */
export const judgeDocuments = async (old: SpecDocument, revised: SpecDocument): Promise<Findings> => {
  const wire = compareWire(old, revised);
  const [before, after] = [withOpenWords(old), withOpenWords(revised)];
  return {
    wire: wire.findings,
    types: await compareTypes(before, after, operationsIn(before, after, wire.operations)),
    lifecycle: judgeLifecycles(old, revised),
  };
};

/** The same pairs of operations in two other forms of their documents. */
const operationsIn = (
  old: SpecDocument,
  revised: SpecDocument,
  pairs: readonly ComparedOperation[],
): readonly ComparedOperation[] => {
  const [before, after] = [operationsOf(old), operationsOf(revised)];
  return pairs.flatMap((pair) => {
    const [first, second] = [twin(before, pair.old), twin(after, pair.revised)];
    return first === undefined || second === undefined ? [] : [{ ...pair, old: first, revised: second }];
  });
};

const twin = (operations: readonly Operation[], { path, method }: Operation): Operation | undefined =>
  operations.find((operation) => operation.path === path && operation.method === method);
