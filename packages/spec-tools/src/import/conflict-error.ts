import { excerptOfTree } from "./excerpt-of-tree.ts";
import { ImportError } from "./import-error.ts";
import type { MergeConflict } from "./merge-documents.ts";

/** Enough to see a pattern; a page that changed everywhere needs no longer list. */
const mostConflicts = 10;

/**
 * Conflicts as one error: every pointer with what each side says there.
 *
 * @param subject what cannot be merged, such as "the pages of" an API
 */
export const conflictError = (subject: string, conflicts: readonly MergeConflict[], advice: string): ImportError => {
  const places = conflicts.slice(0, mostConflicts).map(({ pointer, names, values }) => {
    const [one, other] = values.map(excerptOfTree);
    return `at ${pointer} it is ${one} in ${names[0]}, ${other} in ${names[1]}`;
  });
  const more = conflicts.length - places.length;
  const list = [...places, ...(more > 0 ? [`and at ${more} more places`] : [])].join("; ");
  return new ImportError("conflict", `Failed to merge ${subject}: they contradict each other: ${list}. ${advice}`);
};
