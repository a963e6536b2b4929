import openapiTS from "openapi-typescript";
import ts from "typescript";

import { type JsonObject, memberOf } from "../merge/json.ts";
import { tsdoc } from "./comment-of.ts";
import { plainName } from "./normalized-for-types.ts";
import type { NamedSchema } from "./type-table.ts";

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
    transform: (schema) => marked(schema),
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

const marked = (schema: object): ts.TypeNode | undefined => {
  if (Reflect.get(schema, "x-null") === true) return ts.factory.createLiteralTypeNode(ts.factory.createNull());
  if (Reflect.get(schema, "x-undefined") === true)
    return ts.factory.createKeywordTypeNode(ts.SyntaxKind.UndefinedKeyword);
  if (Reflect.get(schema, "x-open") !== true) return undefined;
  const kind = Reflect.get(schema, "type") === "number" ? ts.SyntaxKind.NumberKeyword : ts.SyntaxKind.StringKeyword;
  return ts.factory.createIntersectionTypeNode([
    ts.factory.createKeywordTypeNode(kind),
    ts.factory.createTypeLiteralNode([]),
  ]);
};

const commented = (property: ts.PropertySignature, comment: unknown): ts.PropertySignature => {
  if (typeof comment !== "string") return property;
  const text = tsdoc(comment).trim().slice("/*".length, -"*/".length);
  return ts.addSyntheticLeadingComment(property, ts.SyntaxKind.MultiLineCommentTrivia, text, true);
};

/** The members of `components.schemas` in what openapi-typescript made. */
const schemaTypesOf = (nodes: readonly ts.Node[]): ReadonlyMap<string, ts.TypeNode> => {
  const components = nodes.find((node) => ts.isInterfaceDeclaration(node) && node.name.text === "components");
  const members =
    components !== undefined && ts.isInterfaceDeclaration(components)
      ? typesOf(components.members)
      : new Map<string, ts.TypeNode>();
  const schemas = members.get("schemas");
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

const printer = ts.createPrinter({ newLine: ts.NewLineKind.LineFeed });
const file = ts.createSourceFile("types.ts", "", ts.ScriptTarget.ESNext);

const unknownType: ts.TypeNode = ts.factory.createKeywordTypeNode(ts.SyntaxKind.UnknownKeyword);

const printed = ({ name, schema }: NamedSchema, type: ts.TypeNode | undefined): PrintedType => {
  const uses = new Set<string>();
  const named = ts.visitNode(type, withOwnNames(uses), ts.isTypeNode) ?? unknownType;
  const comment = memberOf(schema, "x-comment");
  const modifiers = [ts.factory.createModifier(ts.SyntaxKind.ExportKeyword)];
  const declaration = ts.isTypeLiteralNode(named)
    ? ts.factory.createInterfaceDeclaration(modifiers, name, undefined, undefined, named.members)
    : ts.factory.createTypeAliasDeclaration(modifiers, name, undefined, named);
  const text = halfIndented(printer.printNode(ts.EmitHint.Unspecified, declaration, file));
  return { name, text: `${tsdoc(typeof comment === "string" ? comment : "")}${text}\n`, uses };
};

/** `components["schemas"]["Name"]` is the package's own type `Name`. */
const withOwnNames = (uses: Set<string>): ts.Visitor => {
  const visit: ts.Visitor = (node) => {
    if (ts.isStringLiteral(node) && node.text.includes("%"))
      return ts.factory.createStringLiteral(plainName(node.text));
    const name = ts.isIndexedAccessTypeNode(node) ? schemaNameOf(node) : undefined;
    if (name === undefined) return ts.visitEachChild(node, visit, undefined);
    uses.add(name);
    return ts.factory.createTypeReferenceNode(name);
  };
  return visit;
};

const schemaNameOf = ({ objectType, indexType }: ts.IndexedAccessTypeNode): string | undefined => {
  const isSchemas = ts.isIndexedAccessTypeNode(objectType) && literalOf(objectType.indexType) === "schemas";
  return isSchemas ? literalOf(indexType) : undefined;
};

const literalOf = (node: ts.TypeNode): string | undefined =>
  ts.isLiteralTypeNode(node) && ts.isStringLiteral(node.literal) ? node.literal.text : undefined;

const halfIndented = (text: string): string =>
  text.replaceAll(/^ +/gm, (spaces) => " ".repeat(Math.floor(spaces.length / 4) * 2 + (spaces.length % 4)));
