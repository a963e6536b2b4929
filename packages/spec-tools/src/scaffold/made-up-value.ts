import { pointerTokens, resolvePointer } from "@genwait/lifecycle";

import { isJsonObject, type Json, type JsonObject, listAt, memberOf } from "../openapi/json.ts";
import type { Resolve } from "../openapi/references.ts";
import { type FoldedSchema, foldSchema, isNumeric, plainName, type PlacedSchema, schemaAt } from "./folded-schema.ts";
import type { FoundOperation } from "./found-operations.ts";

/** A value that looks true for a place in an operation's response: from the document's own examples, else made up after name and type. */
export const valueAt = (
  { response }: FoundOperation,
  pointer: string,
  resolve: Resolve,
): { readonly value: Json; readonly source: string } => {
  for (const { value } of response?.examples ?? []) {
    const shown = resolvePointer(value, pointer);
    if (isJson(shown) && shown !== null && shown !== "")
      return { value: shown, source: "the document's example of the response" };
  }
  const schema = response === undefined ? undefined : schemaAt(response.schema, pointer, resolve);
  const name = pointer.split("/").at(-1) ?? "";
  const value = schema === undefined ? textFor(name, undefined) : valueOf(schema, { name, resolve });
  return { value, source: "name and type, so it is made up" };
};

const isJson = (value: unknown): value is Json => value !== undefined;

interface ValueOptions {
  readonly name: string;
  readonly resolve: Resolve;
  /** Leaves out what is not required, also where nothing is. @default false */
  readonly requiredOnly?: boolean;
}

/** A value of a schema: the document's own where it has one, else what is required and no more. */
export const valueOf = (schema: FoldedSchema, options: ValueOptions, depth = 0): Json => {
  const { types, entry, members, required, source, words } = schema;
  const { name, resolve, requiredOnly = false } = options;
  if (requiredOnly && depth > 0 && isNullable(source)) return null;
  const given = source["example"] ?? source["default"] ?? words[0];
  if (given !== undefined && !(requiredOnly && members.size > 0)) return given;
  // A schema that contains itself ends here.
  const deeper = (inner: PlacedSchema, more: Partial<ValueOptions>): Json =>
    depth > 8 ? null : valueOf(foldSchema(inner, resolve), { ...options, ...more }, depth + 1);
  if (entry !== undefined) return [deeper(entry, { name: name.replace(/s$/, ""), requiredOnly: false })];
  if (types.includes("array")) return [null];
  if (members.size > 0) {
    const shown = [...members].filter(([member]) => required.has(member) || (required.size === 0 && !requiredOnly));
    return Object.fromEntries(shown.map(([member, inner]) => [member, deeper(inner, { name: member })]));
  }
  if (isNumeric(schema)) return 1;
  if (types.includes("boolean")) return true;
  return types.includes("object") || (requiredOnly && depth === 0) ? {} : textFor(name, source["format"]);
};

/** What may be null is null where no more than what is required is shown. */
const isNullable = (source: JsonObject): boolean =>
  source["nullable"] === true ||
  listAt(source, "type").includes("null") ||
  [...listAt(source, "anyOf"), ...listAt(source, "oneOf")].some((variant) => memberOf(variant, "type") === "null");

const madeUpOrigin = "https://cdn.example.com";

/** Whether a text is an address that was made up here. */
export const isMadeUpAddress = (text: string): boolean => text.startsWith(`${madeUpOrigin}/`);

const textFor = (name: string, format: Json | undefined): string => {
  const plain = plainName(name);
  if (format === "date-time") return "2026-01-31T12:00:00Z";
  if (format === "uuid") return "3fa85f64-5717-4562-b3fc-2c963f66afa6";
  if (format === "uri" || format === "url" || /url|uri|link|output|video|image|audio|file|download/.test(plain))
    return `${madeUpOrigin}/${plain || "output"}-1`;
  if (plain.endsWith("id")) return `${plain.replace(/id$/, "") || "job"}_1a2b3c`;
  return /error|failure|reason|message|msg/.test(plain) ? "The content could not be made" : `A ${name}`;
};

/** The body with a value at a JSON Pointer; objects on the way are made. Lists are no way. */
export const withValueAt = (body: Json, pointer: string, value: Json): Json => {
  const put = (inner: Json, [token, ...rest]: readonly string[]): Json =>
    token === undefined
      ? value
      : { ...(isJsonObject(inner) && inner), [token]: put(memberOf(inner, token) ?? {}, rest) };
  return put(body, pointerTokens(pointer));
};
