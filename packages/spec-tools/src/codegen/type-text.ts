import ts from "typescript";

import { isIdentifier } from "./names.ts";

/** How a type node is written. */
export interface TypeTextOptions {
  readonly indent: string;
  /** How many characters stand before it on its line. */
  readonly before: number;
  /** What `components["schemas"]["Name"]` is called. */
  readonly nameOf: (schema: string) => string;
  /** A member's name, as it was before openapi-typescript saw it. */
  readonly memberName: (name: string) => string;
}

const lineWidth = 120;

/**
 * A type that openapi-typescript made, as text. The compiler's own printer is slow, knows no line width and cannot rename.
 *
 * @throws TypeError for a node that no schema leads to
 */
export const typeText = (node: ts.TypeNode, options: TypeTextOptions): string => {
  if (ts.isTypeLiteralNode(node)) return objectText(node, options);
  if (ts.isUnionTypeNode(node)) return listText(node.types, " | ", options);
  if (ts.isIntersectionTypeNode(node)) return listText(node.types, " & ", options);
  if (ts.isArrayTypeNode(node)) return `${grouped(node.elementType, options)}[]`;
  if (ts.isTupleTypeNode(node)) return `[${node.elements.map((element) => typeText(element, options)).join(", ")}]`;
  if (ts.isParenthesizedTypeNode(node)) return `(${typeText(node.type, options)})`;
  if (ts.isLiteralTypeNode(node)) return literalText(node.literal);
  if (ts.isIndexedAccessTypeNode(node)) return options.nameOf(schemaOf(node));
  if (ts.isTypeReferenceNode(node)) return referenceText(node, options);
  // A word of a list comes as an identifier with its quotes, so that the compiler's printer would leave it alone.
  if (isIdentifierNode(node)) return node.text;
  return keywords.get(node.kind) ?? refuse(node);
};

const keywords: ReadonlyMap<ts.SyntaxKind, string> = new Map([
  [ts.SyntaxKind.StringKeyword, "string"],
  [ts.SyntaxKind.NumberKeyword, "number"],
  [ts.SyntaxKind.BooleanKeyword, "boolean"],
  [ts.SyntaxKind.UnknownKeyword, "unknown"],
  [ts.SyntaxKind.NeverKeyword, "never"],
  [ts.SyntaxKind.UndefinedKeyword, "undefined"],
]);

/** The members between braces, each on its line with its comment. */
const objectText = ({ members }: ts.TypeLiteralNode, options: TypeTextOptions): string => {
  if (members.length === 0) return "{}";
  const indent = `${options.indent}  `;
  const lines = members.map(
    (member) => `${commentsText(member, indent)}${indent}${memberText(member, { ...options, indent })};\n`,
  );
  return `{\n${lines.join("")}${options.indent}}`;
};

const memberText = (member: ts.TypeElement, options: TypeTextOptions): string => {
  if (ts.isIndexSignatureDeclaration(member)) return `[key: string]: ${typeText(member.type, options)}`;
  if (!ts.isPropertySignature(member) || member.type === undefined) return refuse(member);
  const name = options.memberName(nameText(member.name));
  const isReadonly = member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ReadonlyKeyword) === true;
  const head = `${isReadonly ? "readonly " : ""}${isIdentifier(name) ? name : JSON.stringify(name)}${member.questionToken === undefined ? "" : "?"}: `;
  return head + typeText(member.type, { ...options, before: head.length });
};

const nameText = (name: ts.PropertyName): string =>
  ts.isIdentifier(name) || ts.isStringLiteral(name) || ts.isNumericLiteral(name) ? name.text : refuse(name);

const commentsText = (member: ts.TypeElement, indent: string): string =>
  (ts.getSyntheticLeadingComments(member) ?? [])
    .map(({ text }) => `${indent}/*${text.replaceAll(/\n(?=.)/g, `\n${indent}`)}*/\n`)
    .join("");

const listText = (types: readonly ts.TypeNode[], separator: string, options: TypeTextOptions): string => {
  const parts = types.map((type) => grouped(type, options));
  const line = parts.join(separator);
  if (line.includes("\n") || options.indent.length + options.before + line.length < lineWidth) return line;
  return parts.map((part) => `\n${options.indent}  ${separator.trim()} ${part}`).join("");
};

const grouped = (node: ts.TypeNode, options: TypeTextOptions): string => {
  const isList = (ts.isUnionTypeNode(node) || ts.isIntersectionTypeNode(node)) && node.types.length > 1;
  return isList ? `(${typeText(node, { ...options, before: -lineWidth * lineWidth })})` : typeText(node, options);
};

const literalText = (literal: ts.LiteralTypeNode["literal"]): string => {
  if (literal.kind === ts.SyntaxKind.NullKeyword) return "null";
  if (literal.kind === ts.SyntaxKind.TrueKeyword) return "true";
  if (literal.kind === ts.SyntaxKind.FalseKeyword) return "false";
  if (ts.isStringLiteral(literal)) return JSON.stringify(literal.text);
  if (ts.isNumericLiteral(literal)) return literal.text;
  if (ts.isPrefixUnaryExpression(literal) && ts.isNumericLiteral(literal.operand)) return `-${literal.operand.text}`;
  return refuse(literal);
};

const referenceText = ({ typeName, typeArguments }: ts.TypeReferenceNode, options: TypeTextOptions): string => {
  const name = ts.isIdentifier(typeName) ? typeName.text : refuse(typeName);
  return typeArguments === undefined
    ? name
    : `${name}<${typeArguments.map((type) => typeText(type, options)).join(", ")}>`;
};

const schemaOf = ({ indexType }: ts.IndexedAccessTypeNode): string =>
  ts.isLiteralTypeNode(indexType) && ts.isStringLiteral(indexType.literal) ? indexType.literal.text : refuse(indexType);

const isIdentifierNode = (node: ts.Node): node is ts.Identifier => ts.isIdentifier(node);

const refuse = (node: ts.Node): never => {
  throw new TypeError(`Failed to write a type: ${ts.SyntaxKind[node.kind]} is none that a schema leads to.`);
};
