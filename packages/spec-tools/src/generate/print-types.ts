import openapiTS from "openapi-typescript";
import ts from "typescript";

import { type JsonObject, memberOf } from "../merge/json.ts";
import { tsdoc } from "./comment-of.ts";
import { plainName } from "./normalized-for-types.ts";
import type { NamedSchema } from "./type-table.ts";
import { typeText } from "./type-text.ts";

/** A declared type as TypeScript, and the other declared types that it names. */
export interface PrintedType {
  readonly name: string;
  readonly text: string;
  readonly uses: ReadonlySet<string>;
}

/** Writes schemas as TypeScript, by name: an interface where it is an object's, a type alias otherwise. */
export const printTypes = async (
  schemas: readonly NamedSchema[],
  openapi: string,
): Promise<ReadonlyMap<string, PrintedType>> => {
  const nodes = await openapiTS(documentOf(schemas, openapi), {
    silent: true,
    // A default in an answer's schema does not make the service send the member.
    defaultNonNullable: false,
    emptyObjectsUnknown: true,
    transform: marked,
    transformProperty: (property, schema) => commented(property, Reflect.get(schema, "x-comment")),
  });
  const types = schemaTypesOf(nodes);
  return new Map(schemas.map((schema) => [schema.name, printed(schema, types.get(schema.name))]));
};

// openapi-typescript takes a document as text, too, and reads it with its own types.
const documentOf = (schemas: readonly NamedSchema[], openapi: string): string =>
  JSON.stringify({
    openapi,
    info: { title: "types", version: "1" },
    paths: {},
    components: { schemas: Object.fromEntries(schemas.map(({ name, schema }) => [name, schema])) },
  } satisfies JsonObject);

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

const commented = (property: ts.PropertySignature, comment: unknown): ts.PropertySignature => {
  if (typeof comment !== "string") return property;
  const text = tsdoc(comment).trim().slice("/*".length, -"*/".length);
  return ts.addSyntheticLeadingComment(property, ts.SyntaxKind.MultiLineCommentTrivia, text, true);
};

/** The members of `components.schemas` in what openapi-typescript made. */
const schemaTypesOf = (nodes: readonly ts.Node[]): ReadonlyMap<string, ts.TypeNode> => {
  const components = nodes.find((node) => ts.isInterfaceDeclaration(node) && node.name.text === "components");
  const members =
    components !== undefined && ts.isInterfaceDeclaration(components) ? typesOf(components.members) : new Map();
  const schemas: ts.Node | undefined = members.get("schemas");
  return schemas !== undefined && ts.isTypeLiteralNode(schemas) ? typesOf(schemas.members) : new Map();
};

const typesOf = (members: readonly ts.TypeElement[]): Map<string, ts.TypeNode> =>
  new Map(
    members.flatMap((member) =>
      ts.isPropertySignature(member) &&
      member.type !== undefined &&
      (ts.isIdentifier(member.name) || ts.isStringLiteral(member.name))
        ? [[member.name.text, member.type] as const]
        : [],
    ),
  );

const printed = ({ name, schema }: NamedSchema, type: ts.TypeNode | undefined): PrintedType => {
  const uses = new Set<string>();
  const nameOf = (used: string): string => {
    uses.add(used);
    return used;
  };
  const isObject = type !== undefined && ts.isTypeLiteralNode(type);
  const head = isObject ? `export interface ${name} ` : `export type ${name} = `;
  const options = { indent: "", before: head.length, nameOf, memberName: plainName };
  const text = type === undefined ? "unknown" : typeText(type, options);
  const comment = memberOf(schema, "x-comment");
  // A list that begins on a line of its own needs no space before the line's end.
  const declaration = `${text.startsWith("\n") ? head.trimEnd() : head}${text}${isObject ? "" : ";"}\n`;
  return { name, text: tsdoc(typeof comment === "string" ? comment : "") + declaration, uses };
};
