import { baseUrlKeyword } from "./base-url.ts";
import { membersOfDocument } from "./document-walk.ts";
import { jsonPointer } from "./json-pointer.ts";
import { keyPrefixKeyword } from "./key.ts";

/**
 * The extensions that mean something to us. They are ours to write, in an overlay: one that a vendor's page brings is dropped when the page
 * is imported, and refused in `openapi.yaml`.
 */
export const ownExtensions: readonly string[] = [
  "x-job",
  "x-errors",
  "x-items",
  "x-address",
  "x-state",
  baseUrlKeyword,
  keyPrefixKeyword,
];

/** The places of our extensions in a document, as JSON Pointers; a property or a header of that name is none. */
export const ownExtensionsIn = (document: unknown): readonly string[] =>
  [...membersOfDocument(document)]
    .filter(({ role, key, isListEntry }) => role === "object" && !isListEntry && ownExtensions.includes(key))
    .map(({ path }) => jsonPointer(path));
