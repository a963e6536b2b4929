import { judgeLifecycles } from "./lifecycle/judge-lifecycles.ts";
import type { Findings } from "./report/put-together.ts";
import type { SpecDocument } from "./spec-node.ts";
import { compareTypes } from "./types/compare-types.ts";
import { compareWire } from "./wire/compare-wire.ts";

/** Lets the three judges look at two documents. */
export const judgeDocuments = async (old: SpecDocument, revised: SpecDocument): Promise<Findings> => {
  const wire = compareWire(old, revised);
  return {
    wire: wire.findings,
    types: await compareTypes(old, revised, wire.operations),
    lifecycle: judgeLifecycles(old, revised),
  };
};
