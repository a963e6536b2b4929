import type { Resolve } from "../openapi/references.ts";
import { isJsonList, isJsonObject, type JsonObject, memberOf, objectAt } from "../openapi/json.ts";
import { variantsOf } from "../openapi/schema-places.ts";

/**
 * Whether a true-looking value can be made from schemas: they carry an example, a default or a constant, or all their members do.
 * Formats with one obvious form count; a bare type does not, for `"string"` is no response.
 */
export const hasExample = (schemas: readonly JsonObject[], resolve: Resolve): boolean =>
  isExemplary(schemas, resolve, new Set());

const isExemplary = (schemas: readonly JsonObject[], resolve: Resolve, seen: ReadonlySet<JsonObject>): boolean => {
  const variants = variantsOf(schemas, resolve);
  if (variants.some(speaksForItself)) return true;
  if (variants.some((schema) => seen.has(schema))) return false;
  const deeper = new Set([...seen, ...variants]);
  const items = variants.flatMap((schema) => (isJsonObject(schema["items"]) ? [schema["items"]] : []));
  if (items.length > 0) return isExemplary(items, resolve, deeper);
  const members = variants.flatMap((schema) => Object.values(objectAt(schema, "properties")));
  return (
    members.length > 0 && members.every((member) => isJsonObject(member) && isExemplary([member], resolve, deeper))
  );
};

const speaksForItself = (schema: JsonObject): boolean =>
  ["example", "default", "const", "enum"].some((keyword) => memberOf(schema, keyword) !== undefined) ||
  (isJsonList(schema["examples"]) && schema["examples"].length > 0) ||
  (typeof schema["format"] === "string" && tellingFormats.has(schema["format"]));

const tellingFormats: ReadonlySet<string> = new Set(["date-time", "date", "time", "uuid", "email"]);
