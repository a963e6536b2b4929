import { compareLifecycles } from "./lifecycle/compare-lifecycles.ts";
import { runRedocly } from "./redocly/run-redocly.ts";
import { secondOpinion } from "./redocly/second-opinion.ts";
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
export const diffDocuments = async (api: string, old: ComparedDocument, revised: ComparedDocument): Promise<ApiDiff> => {
  const asked = runRedocly(old.path, revised.path);
  // It is awaited below; until then a failure of its own must not end the process.
  asked.catch(() => undefined);
  const wire = compareWire(old.document, revised.document);
  const types = await compareTypes(old.document, revised.document, wire.operations);
  const lifecycle = compareLifecycles(old.document, revised.document);
  const others = secondOpinion(await asked, [...wire.findings, ...types, ...lifecycle]);
  return putTogether(api, { wire: [...wire.findings, ...others], types, lifecycle });
};
