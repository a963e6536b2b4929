import { outsideReferences } from "../openapi/outside-references.ts";
import { unknownChange } from "./compare-unknown.ts";
import type { Finding } from "./finding.ts";
import { judgeDocuments } from "./judge-documents.ts";
import type { ApiDiff } from "./report/diff-report.ts";
import { putTogether } from "./report/put-together.ts";
import type { SpecDocument } from "./spec-node.ts";

/** A document with the file it stands in, which redocly reads for itself. */
export interface ComparedDocument {
  readonly document: SpecDocument;
  readonly path: string;
}

/**
 * What the change from one document of an API to another means for its package.
 *
 * @example
 * const { bump, reasons } = await diffDocuments("posters", old, revised);
 */
export const diffDocuments = async (
  api: string,
  old: ComparedDocument,
  revised: ComparedDocument,
): Promise<ApiDiff> => {
  const findings = await judgeDocuments(old.document, revised.document);
  const isWhole = [old, revised].every(({ document }) => outsideReferences(document.root).length === 0);
  // It would fetch or read whatever they refer to.
  const others = isWhole ? await askRedocly(findings.wire, old.path, revised.path) : [];
  return putTogether(api, { ...findings, wire: [...findings.wire, ...others] });
};

/** Starting redocly takes longer than all three judges do, and where ours know every word it can add nothing. */
const askRedocly = async (findings: readonly Finding[], old: string, revised: string): Promise<readonly Finding[]> => {
  const unknown = findings.filter(({ change }) => change === unknownChange);
  if (unknown.length === 0) return [];
  const { runRedocly } = await import("./redocly/run-redocly.ts");
  const { secondOpinion } = await import("./redocly/second-opinion.ts");
  return secondOpinion(await runRedocly(old, revised), unknown);
};
