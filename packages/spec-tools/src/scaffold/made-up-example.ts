import { resolvePointer } from "@genwait/lifecycle";

import type { Json } from "../openapi/json.ts";
import type { Resolve } from "../openapi/references.ts";
import { foldSchema, type FoundExample, plainName } from "./found-operations.ts";

/** A value that looks true: from the document's own examples of the response when one has it, else made up after name and type. */
export const madeUpExample = (
  schema: Json | undefined,
  {
    name,
    pointer,
    examples,
    resolve,
  }: {
    readonly name: string;
    readonly pointer: string;
    readonly examples: readonly FoundExample[];
    readonly resolve: Resolve;
  },
): { readonly value: Json; readonly source: string } => {
  for (const { value } of examples) {
    const shown = resolvePointer(value, pointer);
    if (isJson(shown) && shown !== null && shown !== "")
      return { value: shown, source: "the document's example of the response" };
  }
  return { value: valueOf(schema, name, resolve, 0), source: "name and type, so it is made up" };
};

const isJson = (value: unknown): value is Json => value !== undefined;

const valueOf = (schema: Json | undefined, name: string, resolve: Resolve, depth: number): Json => {
  const folded = foldSchema(schema, resolve);
  const { types, entry, members, required, source, words } = folded;
  const given = source["example"] ?? source["default"] ?? words[0];
  if (given !== undefined) return given;
  const deeper = (inner: Json | undefined, innerName: string): Json =>
    depth > deepest ? null : valueOf(inner, innerName, resolve, depth + 1);
  if (entry !== undefined || types.includes("array")) return [deeper(entry, name.replace(/s$/, ""))];
  if (members.size > 0) {
    const shown = [...members].filter(([member]) => required.size === 0 || required.has(member));
    return Object.fromEntries(shown.map(([member, inner]) => [member, deeper(inner, member)]));
  }
  if (types.includes("integer") || types.includes("number")) return 1;
  if (types.includes("boolean")) return true;
  if (types.includes("object")) return {};
  return textOf(name, source["format"]);
};

const textOf = (name: string, format: Json | undefined): string => {
  const plain = plainName(name);
  if (format === "date-time") return "2026-01-31T12:00:00Z";
  if (format === "uuid") return "3fa85f64-5717-4562-b3fc-2c963f66afa6";
  if (format === "uri" || format === "url" || /url|uri|link|output|video|image|audio|file|download/.test(plain))
    return `https://cdn.example.com/${plain || "output"}-1`;
  if (plain.endsWith("id")) return `${plain.replace(/id$/, "") || "job"}_1a2b3c`;
  return /error|failure|reason|message|msg/.test(plain) ? "The content could not be made" : `A ${name}`;
};

// A schema that contains itself ends here.
const deepest = 4;
