import { membersOfDocument } from "../openapi/document-walk.ts";
import { type JsonObject, textAt } from "../openapi/json.ts";
import type { Finding } from "./run-redocly.ts";

type Version = "3.0" | "3.1";

/** Words of schemas that only one of the two versions has, and that change what a value may be or what the mock puts there. */
const ownWords: Readonly<Record<Version, ReadonlySet<string>>> = {
  "3.0": new Set(["nullable"]),
  "3.1": new Set([
    "$defs",
    "const",
    "contains",
    "contentEncoding",
    "contentMediaType",
    "dependentRequired",
    "dependentSchemas",
    "else",
    "examples",
    "if",
    "patternProperties",
    "prefixItems",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
  ]),
};

/** Words of both versions whose values are of another type in each. */
const changedWords: ReadonlySet<string> = new Set(["exclusiveMinimum", "exclusiveMaximum", "type"]);

const fullVersions: Readonly<Record<Version, string>> = { "3.0": "3.0.3", "3.1": "3.1.0" };

const versionOf = (document: JsonObject): Version =>
  textAt(document, "openapi")?.startsWith("3.0") === true ? "3.0" : "3.1";

const otherThan = (version: Version): Version => (version === "3.0" ? "3.1" : "3.0");

/** The word of the other version that a finding is about, such as `nullable` in a document of 3.1; undefined for any other finding. */
export const wordOfOtherVersion = ({ rule, message, tokens }: Finding, document: JsonObject): string | undefined => {
  const errored = /^Example validation errored: (exclusiveM\w+|type) value must be/.exec(message)?.[1];
  if (errored !== undefined) return errored;
  const [word] = tokens.slice(-1);
  if (rule !== "struct" || word === undefined) return undefined;
  const isOther = isUnknownMember({ rule, message })
    ? ownWords[otherThan(versionOf(document))].has(word)
    : changedWords.has(word) && message.startsWith("Expected type");
  return isOther ? word : undefined;
};

/** Whether a finding is a member that the specification does not know there. */
export const isUnknownMember = ({ rule, message }: Pick<Finding, "rule" | "message">): boolean =>
  rule === "struct" && message.includes("is not expected here");

/**
 * The one action that mends every word of the other version: to say that the document is of it. Undefined where the document uses words of
 * its own version, too, which it would lose.
 */
export const versionCure = (word: string, document: JsonObject): string | undefined => {
  const version = versionOf(document);
  if (usesWordsOf(version, document)) return undefined;
  const other = otherThan(version);
  return `one action for all of them: { target: $, description: "assumed: ${word} is used as in ${other}", update: { openapi: ${fullVersions[other]} } }`;
};

const usesWordsOf = (version: Version, document: JsonObject): boolean => {
  for (const { path, key, value, role, isListEntry } of membersOfDocument(document))
    if (role === "object" && !isListEntry && isSchemaMember(path) && isOf(version, key, value)) return true;
  return false;
};

// Links, parameters and responses have members of the same names, of other types.
const isSchemaMember = (path: readonly string[]): boolean =>
  path.some((token) => token === "schema" || token === "schemas");

const isOf = (version: Version, key: string, value: unknown): boolean => {
  if (key === "exclusiveMinimum" || key === "exclusiveMaximum")
    return typeof value === (version === "3.0" ? "boolean" : "number");
  if (key === "type") return version === "3.1" && (Array.isArray(value) || value === "null");
  return ownWords[version].has(key);
};
