import { memberOf } from "../spec-node.ts";
import type { Unchanged } from "../unchanged.ts";
import type { ComparedOperation } from "../wire/compare-wire.ts";

/** The operations whose text changed, or that of a component they reach; the types of the others are what they were. */
export const touchedOperations = (
  operations: readonly ComparedOperation[],
  unchanged: Unchanged,
): readonly ComparedOperation[] =>
  operations.filter(({ old, revised }) => !unchanged.values(partsOf(old), partsOf(revised)));

const partsOf = ({ node, item }: ComparedOperation["old"]): unknown => [
  memberOf(item, "parameters")?.value ?? null,
  ...["operationId", "parameters", "requestBody", "responses"].map((member) => memberOf(node, member)?.value ?? null),
];
