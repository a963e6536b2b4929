import { roleOfValue, type Role } from "../openapi/document-walk.ts";
import { isObject } from "./json.ts";
import type { SpecDocument } from "./spec-node.ts";

/**
 * A document whose enums and constants are plain texts and numbers. Generated types spell enums closed, as everywhere in this ecosystem, and a
 * word more in a response is a minor change all the same: which words there are is the wire's to judge, so the compiler does not see them.
 */
export const withOpenWords = (document: SpecDocument): SpecDocument => ({
  ...document,
  root: opened(document.root, "object"),
});

const opened = (value: unknown, role: Role): unknown => {
  if (role === "data") return value;
  if (Array.isArray(value)) return value.map((entry: unknown) => opened(entry, role));
  if (!isObject(value)) return value;
  const type = role === "object" ? typeOfWords(value) : undefined;
  const members = Object.entries(value)
    .filter(([name]) => type === undefined || (name !== "enum" && name !== "const"))
    .map(([name, member]) => [name, opened(member, roleOfValue(role, name, member))] as const);
  return Object.fromEntries(type === undefined || "type" in value ? members : [["type", type], ...members]);
};

/** The one type of a schema's listed values; undefined for a schema that lists none, or several kinds. */
const typeOfWords = (schema: Readonly<Record<string, unknown>>): "string" | "number" | undefined => {
  const list = Array.isArray(schema["enum"]) ? schema["enum"] : "const" in schema ? [schema["const"]] : [];
  const types = new Set(list.filter((word) => word !== null).map((word) => typeof word));
  if (types.size !== 1) return undefined;
  return types.has("string") ? "string" : types.has("number") ? "number" : undefined;
};
