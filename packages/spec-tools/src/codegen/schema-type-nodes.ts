// The package's entry loads a linter, which takes as long as all the rest of a run; this is the part of it that makes types.
import transformSchemaObject from "openapi-typescript/dist/transform/schema-object.mjs";
import ts from "typescript";

import { tsdoc } from "./comment-of.ts";
import { componentOf } from "./references.ts";
import type { NamedSchema } from "./type-table.ts";

/** The types of schemas, by name, as openapi-typescript makes them. */
export const schemaTypeNodes = (schemas: readonly NamedSchema[]): ReadonlyMap<string, ts.TypeNode> => {
  const byName = new Map(schemas.map(({ name, schema }) => [name, schema]));
  const ctx = {
    ...options,
    discriminators: { objects: {}, refsHandled: [] },
    injectFooter: [],
    resolve: ($ref: string) => byName.get(componentOf({ $ref }) ?? ""),
    transform: marked,
    transformProperty: commented,
  };
  // It looks at properties for marks, and at the parts of a union, but not at the whole.
  const typeOf = ({ name, schema }: NamedSchema): ts.TypeNode =>
    marked(schema) ?? transformSchemaObject(schema, { path: `#/components/schemas/${name}`, ctx });
  return new Map(schemas.map((schema) => [schema.name, typeOf(schema)]));
};

const options = {
  additionalProperties: false,
  alphabetize: false,
  arrayLength: false,
  conditionalEnums: false,
  dedupeEnums: false,
  // A default in an answer's schema does not make the service send the member.
  defaultNonNullable: false,
  emptyObjectsUnknown: true,
  enum: false,
  enumValues: false,
  excludeDeprecated: false,
  immutable: false,
  propertiesRequiredByDefault: false,
  readWriteMarkers: false,
};

/** The types that OpenAPI has no words for, by the marks that normalizing left. */
const marked = (schema: object): ts.TypeNode | undefined => {
  if (Reflect.get(schema, "x-null") === true) return ts.factory.createLiteralTypeNode(ts.factory.createNull());
  if (Reflect.get(schema, "x-undefined") === true) return keyword(ts.SyntaxKind.UndefinedKeyword);
  if (Reflect.get(schema, "x-open") !== true) return undefined;
  const isNumber = Reflect.get(schema, "type") === "number";
  const open = keyword(isNumber ? ts.SyntaxKind.NumberKeyword : ts.SyntaxKind.StringKeyword);
  return ts.factory.createIntersectionTypeNode([open, ts.factory.createTypeLiteralNode([])]);
};

const keyword = (kind: ts.KeywordTypeSyntaxKind): ts.TypeNode => ts.factory.createKeywordTypeNode(kind);

const commented = (property: ts.PropertySignature, schema: object): ts.PropertySignature => {
  const comment: unknown = Reflect.get(schema, "x-comment");
  if (typeof comment !== "string") return property;
  const text = tsdoc(comment).trim().slice("/*".length, -"*/".length);
  return ts.addSyntheticLeadingComment(property, ts.SyntaxKind.MultiLineCommentTrivia, text, true);
};
