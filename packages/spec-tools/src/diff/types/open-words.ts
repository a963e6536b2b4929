import { roleOfValue, type Role } from "../../openapi/document-walk.ts";
import { isJsonList, isJsonObject, type Json, type JsonObject } from "../../openapi/json.ts";

/**
 * A document whose enums and constants are plain texts and numbers. Generated types spell enums closed, as everywhere in this ecosystem, and a
 * value more in a response is a minor change all the same.
 */
export const withOpenWords = (document: JsonObject): JsonObject => membersOpened(document, "object");

const opened = (value: Json, role: Role): Json => {
  if (role === "data") return value;
  if (isJsonList(value)) return value.map((entry) => opened(entry, role));
  return isJsonObject(value) ? membersOpened(value, role) : value;
};

const membersOpened = (value: JsonObject, role: Role): JsonObject => {
  const type = role === "object" ? typeOfWords(value) : undefined;
  const members = Object.entries(value)
    .filter(([name]) => type === undefined || (name !== "enum" && name !== "const"))
    .map(([name, member]) => [name, opened(member, roleOfValue(role, name, member))] as const);
  return Object.fromEntries(type === undefined || "type" in value ? members : [["type", type], ...members]);
};

/** The one type of a schema's listed values; undefined for a schema that lists none, or several kinds. */
const typeOfWords = (schema: JsonObject): "string" | "number" | undefined => {
  const list = isJsonList(schema["enum"]) ? schema["enum"] : "const" in schema ? [schema["const"]] : [];
  const types = new Set(list.filter((word) => word !== null).map((word) => typeof word));
  if (types.size !== 1) return undefined;
  return types.has("string") ? "string" : types.has("number") ? "number" : undefined;
};
