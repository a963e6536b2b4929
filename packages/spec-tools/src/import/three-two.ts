import { membersOfDocument, roleOfValue, type Role } from "../openapi/document-walk.ts";
import { jsonPointer } from "../openapi/json-pointer.ts";
import { isList, isMapping, type Mapping, memberOf, type Tree } from "./tree.ts";

/** What a document of OpenAPI 3.2 says that 3.1 has no words for. */
export interface NewFeature {
  /** Such as `the method query`. */
  readonly what: string;
  /** A JSON Pointer. */
  readonly pointer: string;
}

/**
 * A document of OpenAPI 3.2 as one of 3.1, where it says nothing that 3.1 cannot say; else the first thing that it says.
 * Words for readers go, such as the kind of a tag: nothing here is made of them.
 */
export const asThreeOne = (document: Mapping): { readonly document: Mapping } | { readonly feature: NewFeature } => {
  const feature = newFeatureOf(document);
  if (feature !== undefined) return { feature };
  const older = olderMapping(document, "object", []);
  return { document: new Map([...older].map(([key, value]) => [key, key === "openapi" ? "3.1.1" : value] as const)) };
};

const newFeatureOf = (document: Mapping): NewFeature | undefined => {
  for (const { path, key, value, role, isListEntry } of membersOfDocument(document)) {
    if (role === "data" || isListEntry) continue;
    const what = role === "map" ? newInMap(path, key, value) : newInObject(path, key, value);
    if (what !== undefined) return { what, pointer: jsonPointer(path) };
  }
  return undefined;
};

const newInMap = (path: readonly string[], key: string, value: unknown): string | undefined => {
  if (path.at(-2) === "content" && memberOf(asTree(value), "$ref") !== undefined)
    return `a shared media type (${JSON.stringify(key)})`;
  return undefined;
};

const newInObject = (path: readonly string[], key: string, value: unknown): string | undefined => {
  if (key === "query" && isItem(path)) return "the method query";
  if (key === "additionalOperations" && isItem(path)) return "further methods (additionalOperations)";
  if (key === "in" && value === "querystring") return "a whole query string as a parameter (in: querystring)";
  if (key === "style" && value === "cookie") return "cookies with a style of their own (style: cookie)";
  if (key === "mediaTypes" && path.length === 2 && path[0] === "components") return "shared media types";
  if (key === "defaultMapping" && path.at(-2) === "discriminator") return "a variant by default (defaultMapping)";
  if (streamKeywords.has(key) && path.at(-3) === "content") return `bodies that are streams (${key})`;
  return undefined;
};

const streamKeywords: ReadonlySet<string> = new Set(["itemSchema", "itemEncoding", "prefixEncoding"]);

/** Whether a member is one of a path item: of a path, a webhook, a callback or a shared item. */
const isItem = (path: readonly string[]): boolean => {
  const [holder, , ...rest] = path;
  if ((holder === "paths" || holder === "webhooks") && rest.length === 1) return true;
  if (holder === "components" && path[1] === "pathItems" && path.length === 4) return true;
  return path.at(-4) === "callbacks";
};

const asTree = (value: unknown): Tree | undefined => (value instanceof Map ? value : undefined);

const older = (tree: Tree, role: Role, path: readonly string[]): Tree => {
  if (role === "data") return tree;
  if (isList(tree)) return tree.map((entry, index) => older(entry, role, [...path, `${index}`]));
  return isMapping(tree) ? olderMapping(tree, role, path) : tree;
};

const olderMapping = (mapping: Mapping, role: Role, path: readonly string[]): Mapping => {
  const made = new Map<string, Tree>();
  for (const [key, value] of mapping) {
    if (role === "object" && isForReaders(path, key, value)) continue;
    const name = role === "object" && key === "dataValue" && isExample(path) ? "value" : key;
    made.set(name, older(value, roleOfValue(role, key, value), [...path, key]));
  }
  // 3.1 asks for a description of every response.
  if (role === "object" && isResponse(path) && !made.has("description") && !made.has("$ref"))
    made.set("description", mapping.get("summary") ?? "");
  return made;
};

/** Members that came with 3.2 and that only people read. */
const isForReaders = (path: readonly string[], key: string, value: Tree): boolean => {
  if (path.length === 0)
    return key === "$self" || (key === "jsonSchemaDialect" && typeof value === "string" && value.includes("/oas/3.2/"));
  const holder = path.at(-2);
  if (path[0] === "tags" && path.length === 2) return ["summary", "parent", "kind"].includes(key);
  if (holder === "servers") return key === "name";
  if (isResponse(path)) return key === "summary";
  if (holder === "securitySchemes") return key === "deprecated" || key === "oauth2MetadataUrl";
  if (path.at(-1) === "flows") return key === "deviceAuthorization";
  if (path.at(-1) === "xml") return key === "nodeType";
  return isExample(path) && key === "serializedValue";
};

/** A schema's member may be called as anything is. */
const isResponse = (path: readonly string[]): boolean =>
  (path[0] === "components" && path[1] === "responses" && path.length === 3) ||
  (path.at(-2) === "responses" && /^(?:[1-5](?:\d\d|XX)|default)$/i.test(path.at(-1) ?? ""));

const isExample = (path: readonly string[]): boolean => path.at(-2) === "examples";
