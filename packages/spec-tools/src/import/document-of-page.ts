import { documentsOfPage } from "./documents-of-page.ts";
import { ImportError } from "./import-error.ts";
import { conflictError } from "./conflict-error.ts";
import { mergeDocuments } from "./merge-documents.ts";
import type { Mapping } from "./tree.ts";

/**
 * The one OpenAPI document of a page: its fences are united, since GitBook gives each operation of a page a fence of its own.
 *
 * @param tell hears what was done to a document
 * @throws {ImportError} `two-specs` when the fences belong to different documents, and for whatever else can be wrong with a page
 */
export const documentOfPage = (text: string, name: string, tell?: (note: string) => void): Mapping => {
  const documents = documentsOfPage(text, name, tell).map(({ document, line }) => ({ document, name: `line ${line}` }));
  const { merged, conflicts } = mergeDocuments(documents);
  const other = conflicts.find(({ pointer }) => /^\/(?:openapi|info)(?:\/|$)/.test(pointer));
  if (other !== undefined) throw twoSpecs(name, other);
  if (conflicts.length > 0)
    throw conflictError(`the specs in ${name}`, conflicts, "Save the page, mend it, and import the file.");
  return merged;
};

const twoSpecs = (
  page: string,
  { names, pointer }: { readonly names: readonly [string, string]; readonly pointer: string },
): ImportError =>
  new ImportError(
    "two-specs",
    `Failed to import ${page}: it holds two different specs, at ${names[0]} and ${names[1]}: ${pointer} differs. Save the page, keep one of them, and import the file.`,
  );
