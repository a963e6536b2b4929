import { hasControlCharacter, withoutControlCharacters } from "../openapi/control-characters.ts";
import { membersOfDocument, type Role, roleOfValue } from "../openapi/document-walk.ts";
import { outsideReferences, outsideReferenceText } from "../openapi/outside-references.ts";
import { ownExtensions } from "../openapi/own-extensions.ts";
import { ImportError } from "./import-error.ts";
import { jsonPointer } from "../openapi/json-pointer.ts";
import { isList, isMapping, type Mapping, type Tree } from "./tree.ts";

/** A vendor's document as it may be kept. */
export interface CleanDocument {
  readonly document: Mapping;
  /** What was taken out of it, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * A document without what is not the vendor's to say: our own extensions, and characters in descriptions that do not show.
 *
 * @param name the page, for messages
 * @throws {ImportError} `reference` when it names another document, `character` when a name holds a character that does not show
 */
export const cleanDocument = (document: Mapping, name: string): CleanDocument => {
  refuseOutsideReferences(document, name);
  refuseControlCharacters(document, name);
  const dropped = new Map<string, string[]>();
  const cleaned = cleanedTree(document, { role: "object", path: [], dropped });
  const notes = [...dropped].map(([what, pointers]) => {
    const others = pointers.length - 1;
    const more = others === 0 ? "" : ` and in ${others} more ${others === 1 ? "place" : "places"}`;
    return `dropped ${what} at ${pointers[0] ?? ""}${more}`;
  });
  return { document: isMapping(cleaned) ? cleaned : document, notes };
};

/**
 * @param name the page, or what the pages make together
 * @throws {ImportError} `reference`
 */
export const refuseOutsideReferences = (document: Mapping, name: string): void => {
  const references = outsideReferences(document);
  const [first] = references;
  if (first === undefined) return;
  const more = references.length === 1 ? "" : ` There are ${references.length - 1} more of this kind.`;
  throw new ImportError("reference", `Failed to import ${name}: ${outsideReferenceText(first)}${more}`);
};

const refuseControlCharacters = (document: Mapping, name: string): void => {
  for (const { path, key, value, role, isListEntry } of membersOfDocument(document)) {
    const isName = !isListEntry && hasControlCharacter(key);
    const isText =
      role === "data" || (!isListEntry && roleOfValue(role, key, value) === "data") || isFreeText(role, path, key);
    if (isName || (typeof value === "string" && !isText && hasControlCharacter(value))) {
      const what = isName ? `a name of the document, ${JSON.stringify(key)},` : JSON.stringify(value);
      throw new ImportError(
        "character",
        `Failed to import ${name}: ${escaped(what)} at ${escaped(jsonPointer(path))} holds a character that does not show, such as the end of a line. Report it to the vendor, or mend a copy and import that.`,
      );
    }
  }
};

/** What may have several lines: descriptions, comments, what a key looks like, and a pattern, which may name any character. */
const isFreeText = (role: Role, path: readonly string[], key: string): boolean =>
  role === "map" ? path.at(-2) === "scopes" : textKeywords.has(key);

const textKeywords: ReadonlySet<string> = new Set(["bearerFormat", "description", "summary", "pattern", "$comment"]);

/** JSON.stringify leaves C1 and the signs that reverse a line as they are. */
const escaped = (text: string): string =>
  text.replaceAll(
    /[\p{Cc}\p{Cs}\p{Bidi_Control}\u2028\u2029]/gu,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

interface Cleaning {
  readonly role: Role;
  readonly path: readonly string[];
  /** What was dropped, and where from. */
  readonly dropped: Map<string, string[]>;
}

const cleanedTree = (tree: Tree, { role, path, dropped }: Cleaning): Tree => {
  const drop = (what: string, from: readonly string[]): void => {
    dropped.set(what, [...(dropped.get(what) ?? []), jsonPointer(from)]);
  };
  if (isList(tree))
    return tree.map((item, index) => cleanedTree(item, { role, path: [...path, String(index)], dropped }));
  if (!isMapping(tree)) return tree;
  const cleaned = new Map<string, Tree>();
  for (const [key, value] of tree) {
    const inside = [...path, key];
    if (role === "object" && ownExtensions.includes(key)) {
      drop(`${key}, which is ours to write in the overlay,`, inside);
      continue;
    }
    if (typeof value === "string" && role !== "data" && key !== "pattern" && isFreeText(role, inside, key)) {
      const text = withoutControlCharacters(value);
      if (text !== value) drop("characters that do not show", inside);
      cleaned.set(key, text);
    } else cleaned.set(key, cleanedTree(value, { role: roleOfValue(role, key, value), path: inside, dropped }));
  }
  return cleaned;
};
