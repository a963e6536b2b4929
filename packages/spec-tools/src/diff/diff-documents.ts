import { unknownChange } from "./compare-unknown.ts";
import type { Finding } from "./finding.ts";
import { compareLifecycles } from "./lifecycle/compare-lifecycles.ts";
import type { ApiDiff } from "./report/diff-report.ts";
import { putTogether } from "./report/put-together.ts";
import type { SpecDocument } from "./spec-node.ts";
import { compareTypes } from "./types/compare-types.ts";
import { compareWire } from "./wire/compare-wire.ts";

/** A document with the file it stands in, which redocly reads for itself. */
export interface ComparedDocument {
  readonly document: SpecDocument;
  readonly path: string;
}

/**
 * Lets the three judges compare two documents of one API.
 *
 * @example
 * const { bump, reasons } = await diffDocuments("posters", old, revised);
 */
export const diffDocuments = async (
  api: string,
  old: ComparedDocument,
  revised: ComparedDocument,
): Promise<ApiDiff> => {
  const wire = compareWire(old.document, revised.document);
  const types = await compareTypes(old.document, revised.document, wire.operations);
  const lifecycle = compareLifecycles(old.document, revised.document);
  const others = await askRedocly(wire.findings, old.path, revised.path);
  return putTogether(api, { wire: [...wire.findings, ...others], types, lifecycle });
};

/** Starting redocly takes longer than all three judges do, and where ours know every word it can add nothing. */
const askRedocly = async (findings: readonly Finding[], old: string, revised: string): Promise<readonly Finding[]> => {
  const unknown = findings.filter(({ change }) => change === unknownChange);
  if (unknown.length === 0) return [];
  const { runRedocly } = await import("./redocly/run-redocly.ts");
  const { secondOpinion } = await import("./redocly/second-opinion.ts");
  return secondOpinion(await runRedocly(old, revised), unknown);
};
