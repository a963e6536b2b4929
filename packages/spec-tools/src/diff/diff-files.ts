import { basename, dirname } from "node:path";

import { diffDocuments } from "./diff-documents.ts";
import { loadDocument } from "./load-document.ts";
import type { DiffReport } from "./report/diff-report.ts";

/** Compares any two OpenAPI documents by their paths. */
export const diffFiles = async (from: string, to: string): Promise<DiffReport> => {
  const old = { document: loadDocument(from), path: from };
  const revised = { document: loadDocument(to), path: to };
  return { apis: [await diffDocuments(nameOf(to), old, revised)] };
};

/** `specs/looms/openapi.yaml` is about `looms`; any other file is called by its own name. */
const nameOf = (path: string): string => {
  const name = basename(path).replace(/\.(?:ya?ml|json)$/i, "");
  return name === "openapi" ? basename(dirname(path)) : name;
};
