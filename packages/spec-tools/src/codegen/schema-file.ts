import openapiTS, { astToString, COMMENT_HEADER } from "openapi-typescript";
import ts from "typescript";

import { isJsonList, isJsonObject, type Json, type JsonObject } from "../openapi/json.ts";
import { withStatedMappings } from "../openapi/discriminators.ts";
import { withoutUnpassed } from "../openapi/parameters.ts";
import { GenerateError } from "./generate-error.ts";

/** How the types are made, for banners. */
export const schemaTool = "openapi-typescript 7.13.0, without flags";

/**
 * `src/generated/schema.ts`: what `openapi-typescript openapi.json -o schema.ts` writes for the package's own document,
 * byte for byte.
 *
 * @throws GenerateError for a document that openapi-typescript refuses, or of which it makes anything but types
 */
export const emitSchema = async (document: JsonObject, place: string): Promise<string> => {
  refuseForeignReferences(document, place);
  let text: string;
  try {
    // Given as text: it changes the document that it is given.
    text = `${COMMENT_HEADER}${astToString(await openapiTS(JSON.stringify(document), { silent: true }))}`;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new GenerateError(
      place,
      `openapi-typescript cannot make types of the document: ${why}`,
      "Remove or rename in the overlay what it names; a % in the name of a member has to stand before two hexadecimal digits.",
      { cause: error },
    );
  }
  refuseCode(text, place);
  return text;
};

/** What of a merged document types are made of, and stands beside them in the package. */
export const typedDocument = (merged: JsonObject): JsonObject =>
  withStatedMappings(withoutUnpassed(withoutDirectives(merged)));

/**
 * A document whose texts, as openapi-typescript writes them into comments, are no directives to the compiler: a comment's last
 * line could otherwise begin with one, and switch off the check of the line below it. Nothing else of a text needs help.
 */
export const withoutDirectives = (document: JsonObject): JsonObject => {
  const plain = (value: Json, isComment: boolean): Json => {
    if (typeof value === "string") return isComment ? value.replaceAll(/@(?=ts-)/g, "@ ") : value;
    if (isJsonList(value)) return value.map((entry) => plain(entry, isComment));
    return isJsonObject(value) ? plainObject(value, isComment) : value;
  };
  const plainObject = (value: JsonObject, isComment: boolean): JsonObject =>
    Object.fromEntries(
      Object.entries(value).map(([name, member]) => [name, plain(member, isComment || commentKeywords.has(name))]),
    );
  return /@ts-/.test(JSON.stringify(document)) ? plainObject(document, false) : document;
};

// What openapi-typescript writes into comments.
const commentKeywords: ReadonlySet<string> = new Set(
  "title summary description format type default example examples".split(" "),
);

/** It writes the first token of a reference as a name, and knows no types but those of these. */
const typedRoots: ReadonlySet<string> = new Set(["components", "paths"]);

const refuseForeignReferences = (document: JsonObject, place: string): void => {
  const walk = (value: unknown, pointer: string): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [name, member] of Object.entries(value)) {
      const inner = `${pointer}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
      if (name === "$ref" && typeof member === "string" && !typedRoots.has(/^#\/([^/]+)\//.exec(member)?.[1] ?? "")) {
        throw new GenerateError(
          `${place}#${pointer}`,
          `it refers to ${JSON.stringify(member)}, and types are made of components and paths only`,
          "Move what it names to components in the overlay.",
        );
      }
      walk(member, inner);
    }
  };
  walk(document, "");
};

/** Whatever a document says, its types are types: nothing in them runs. */
const refuseCode = (text: string, place: string): void => {
  const file = ts.createSourceFile("schema.ts", text, ts.ScriptTarget.Latest, false);
  const isTypesOnly = file.statements.every(
    (node) => ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node),
  );
  if (isTypesOnly) return;
  throw new GenerateError(
    place,
    "openapi-typescript made more than types of the document",
    "Look for names and texts in it that are code.",
  );
};
