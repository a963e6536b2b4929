/**
 * What an object of an OpenAPI document is:
 * - `object`: one of the specification's own, whose members are keywords and extensions
 * - `map`: names that the vendor chose, such as properties, paths and headers
 * - `data`: a value that no keyword of the specification reaches into, such as an example or an extension
 */
export type Role = "object" | "map" | "data";

/** One member of a document: of an object, a map or a list. */
export interface Member {
  /** The way to it from the root, itself included. */
  readonly path: readonly string[];
  /** The last of the way; for an entry of a list, the member that holds the list. */
  readonly key: string;
  readonly value: unknown;
  /** Of the object that holds it. */
  readonly role: Role;
  readonly isListEntry: boolean;
}

/**
 * Every member of a document, each before those inside it. Documents as JSON values and as the trees of an import (maps) are the same here.
 * Keywords are told from names by where they stand, so a property that is called `example` is a property.
 */
export function* membersOfDocument(document: unknown): Generator<Member> {
  const open: Holder[] = [{ path: [], key: "", value: document, role: "object" }];
  for (let holder = open.pop(); holder !== undefined; holder = open.pop()) {
    const { path, role } = holder;
    const isList = Array.isArray(holder.value);
    const inside: Holder[] = [];
    for (const [name, value] of entriesOf(holder.value)) {
      const key = isList ? holder.key : name;
      const member = { path: [...path, name], key, value, role, isListEntry: isList };
      yield member;
      if (typeof value !== "object" || value === null) continue;
      inside.push({ path: member.path, key, value, role: isList ? role : roleOfValue(role, name, value) });
    }
    open.push(...inside.reverse());
  }
}

interface Holder {
  readonly path: readonly string[];
  readonly key: string;
  readonly value: unknown;
  readonly role: Role;
}

/** The members of an object or a map, the entries of a list; none of anything else. */
export const entriesOf = (value: unknown): readonly (readonly [string, unknown])[] => {
  if (value instanceof Map) return [...value].map(([name, member]) => [String(name), member]);
  if (Array.isArray(value)) return value.map((entry, index) => [String(index), entry]);
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
};

/** What an object is that stands at a member of an object with this role. */
export const roleOfValue = (role: Role, key: string, value: unknown): Role => {
  if (role === "data") return "data";
  if (role === "map") return "object";
  if (key.startsWith("x-") || dataKeywords.has(key)) return "data";
  // A list of examples holds values; a map of them holds Example Objects, whose `value` is one.
  if (key === "examples") return Array.isArray(value) ? "data" : "map";
  if (key === "parameters") return Array.isArray(value) ? "object" : "map";
  return mapKeywords.has(key) ? "map" : "object";
};

const dataKeywords: ReadonlySet<string> = new Set(["example", "default", "enum", "const", "value"]);

const mapKeywords: ReadonlySet<string> = new Set([
  "$defs",
  "callbacks",
  "content",
  "definitions",
  "dependencies",
  "dependentSchemas",
  "encoding",
  "headers",
  "links",
  "mapping",
  "pathItems",
  "paths",
  "patternProperties",
  "properties",
  "requestBodies",
  "responses",
  "schemas",
  "scopes",
  "security",
  "securitySchemes",
  "variables",
  "webhooks",
]);
