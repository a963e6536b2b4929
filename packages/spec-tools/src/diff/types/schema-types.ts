import ts from "typescript";

/** The types of a generated `schema.ts`, as they are written there. */
export interface SchemaTypes {
  /** By its name in the document. */
  readonly schemas: ReadonlyMap<string, ts.TypeNode>;
  /** By method and path, such as `GET /pots`. */
  readonly operations: ReadonlyMap<string, OperationType>;
  /** A type's text without comments and white space; what is written the same is the same where its references are. */
  readonly textOf: (node: ts.Node) => string;
  /** The component schemas that a type refers to, directly and through each other. */
  readonly reach: (node: ts.Node) => ReadonlySet<string>;
  /** What a type stands for where it is a part of `components` that is no schema, such as a shared response. */
  readonly followed: (node: ts.TypeNode) => ts.TypeNode;
  /** The members of an object type, of its parts where it is put together; undefined for anything else. */
  readonly membersOf: (node: ts.TypeNode) => readonly TypeMember[] | undefined;
}

export interface OperationType {
  /** As the client's method of the same name. */
  readonly method: string;
  readonly path: string;
  readonly node: ts.TypeNode;
}

/** A member of an object type. */
export interface TypeMember {
  readonly name: string;
  readonly isOptional: boolean;
  readonly type: ts.TypeNode;
}

/** Reads `schema.ts`. */
export const schemaTypesOf = (text: string): SchemaTypes => {
  const source = ts.createSourceFile("schema.ts", text, ts.ScriptTarget.Latest, false);
  const roots = new Map(
    source.statements.flatMap((statement) =>
      ts.isInterfaceDeclaration(statement) ? [[statement.name.text, ownMembers(statement.members)] as const] : [],
    ),
  );
  const components = new Map(
    (roots.get("components") ?? []).map(({ name, type }) => [name, membersByName(literalMembers(type))] as const),
  );
  const operationNodes = membersByName(roots.get("operations"));
  const schemas = components.get("schemas") ?? new Map<string, ts.TypeNode>();

  const textOf = remembered((node: ts.Node) => tokensOf(text.slice(node.pos, node.end)));

  const direct = remembered(
    (node: ts.Node): ReadonlySet<string> => new Set(referencesIn(node).flatMap((reference) => reachedBy(reference))),
  );
  /** A shared response or parameter is looked into; a schema is named. */
  const reachedBy = ({ kind, name }: Reference): readonly string[] => {
    if (kind === "schemas") return [name];
    const target = components.get(kind)?.get(name);
    return target === undefined ? [] : [...direct(target)];
  };
  const reach = (node: ts.Node): ReadonlySet<string> => {
    const reached = new Set<string>();
    const open = [...direct(node)];
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      if (reached.has(name)) continue;
      reached.add(name);
      const schema = schemas.get(name);
      if (schema !== undefined) open.push(...direct(schema));
    }
    return reached;
  };

  const followed = (node: ts.TypeNode): ts.TypeNode => {
    const reference = referenceOf(node);
    if (reference === undefined || reference.kind === "schemas") return node;
    const target = components.get(reference.kind)?.get(reference.name);
    return target === undefined ? node : followed(target);
  };

  const membersIn = (node: ts.TypeNode, above: readonly ts.TypeNode[]): readonly TypeMember[] | undefined => {
    const plain = ts.isParenthesizedTypeNode(node) ? node.type : node;
    if (above.includes(plain)) return undefined;
    const deeper = [...above, plain];
    if (ts.isTypeLiteralNode(plain)) return literalMembers(plain);
    const reference = referenceOf(plain);
    const target = reference && components.get(reference.kind)?.get(reference.name);
    if (target !== undefined) return membersIn(target, deeper);
    if (ts.isIntersectionTypeNode(plain)) {
      const parts = plain.types.map((part) => membersIn(part, deeper));
      return parts.every((part) => part !== undefined) ? merged(parts.flat()) : undefined;
    }
    if (!ts.isTypeReferenceNode(plain) || !ts.isIdentifier(plain.typeName)) return undefined;
    const [of, names] = plain.typeArguments ?? [];
    const members = of && membersIn(of, deeper);
    const listed = wordsOf(names);
    if (plain.typeName.text === "WithRequired")
      return members?.map((member) => (listed.includes(member.name) ? { ...member, isOptional: false } : member));
    return plain.typeName.text === "Omit" ? members?.filter(({ name }) => !listed.includes(name)) : undefined;
  };

  const operations = new Map<string, OperationType>();
  for (const { name: path, type: item } of roots.get("paths") ?? []) {
    for (const { name: method, type } of literalMembers(followed(item)) ?? []) {
      if (!methods.has(method) || type.kind === ts.SyntaxKind.NeverKeyword) continue;
      const reference = referenceOf(type);
      const node = reference?.kind === "" ? operationNodes.get(reference.name) : type;
      if (node === undefined) continue;
      operations.set(`${method.toUpperCase()} ${path}`, { method: method.toUpperCase(), path, node });
    }
  }
  return { schemas, operations, textOf, reach, followed, membersOf: (node) => membersIn(node, []) };
};

const methods: ReadonlySet<string> = new Set("get put post delete options head patch trace".split(" "));

const remembered = <Result>(make: (node: ts.Node) => Result): ((node: ts.Node) => Result) => {
  const known = new Map<ts.Node, Result>();
  return (node) => {
    const before = known.get(node);
    if (before !== undefined) return before;
    const made = make(node);
    known.set(node, made);
    return made;
  };
};

const tokensOf = (text: string): string => {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, true, ts.LanguageVariant.Standard, text);
  const tokens: string[] = [];
  while (scanner.scan() !== ts.SyntaxKind.EndOfFileToken) tokens.push(scanner.getTokenText());
  return tokens.join(" ");
};

/** `components["schemas"]["Pot"]`, or `operations["getPot"]`, whose kind is empty. */
interface Reference {
  readonly kind: string;
  readonly name: string;
}

const referenceOf = (node: ts.Node): Reference | undefined => {
  if (!ts.isIndexedAccessTypeNode(node)) return undefined;
  const name = wordsOf(node.indexType)[0];
  const holder = node.objectType;
  if (name === undefined) return undefined;
  if (ts.isTypeReferenceNode(holder) && ts.isIdentifier(holder.typeName) && holder.typeName.text === "operations")
    return { kind: "", name };
  if (!ts.isIndexedAccessTypeNode(holder)) return undefined;
  const kind = wordsOf(holder.indexType)[0];
  const root = holder.objectType;
  return kind !== undefined &&
    ts.isTypeReferenceNode(root) &&
    ts.isIdentifier(root.typeName) &&
    root.typeName.text === "components"
    ? { kind, name }
    : undefined;
};

const referencesIn = (node: ts.Node): readonly Reference[] => {
  const found: Reference[] = [];
  const visit = (inner: ts.Node): void => {
    const reference = referenceOf(inner);
    if (reference !== undefined) found.push(reference);
    inner.forEachChild(visit);
  };
  visit(node);
  return found;
};

/** The literal texts of a type: one, or a union of them. */
const wordsOf = (node: ts.TypeNode | undefined): readonly string[] => {
  if (node === undefined) return [];
  if (ts.isUnionTypeNode(node)) return node.types.flatMap(wordsOf);
  return ts.isLiteralTypeNode(node) && (ts.isStringLiteral(node.literal) || ts.isNumericLiteral(node.literal))
    ? [node.literal.text]
    : [];
};

const literalMembers = (node: ts.TypeNode): readonly TypeMember[] | undefined =>
  ts.isTypeLiteralNode(node) && !node.members.some(ts.isIndexSignatureDeclaration)
    ? ownMembers(node.members)
    : undefined;

const ownMembers = (members: readonly ts.TypeElement[]): readonly TypeMember[] =>
  members.flatMap((member) => {
    if (!ts.isPropertySignature(member) || member.type === undefined) return [];
    const { name } = member;
    if (!ts.isIdentifier(name) && !ts.isStringLiteral(name) && !ts.isNumericLiteral(name)) return [];
    return [{ name: name.text, isOptional: member.questionToken !== undefined, type: member.type }];
  });

const membersByName = (members: readonly TypeMember[] | undefined): ReadonlyMap<string, ts.TypeNode> =>
  new Map((members ?? []).map(({ name, type }) => [name, type]));

/** Of two parts that have a member, the one that needs it counts. */
const merged = (members: readonly TypeMember[]): readonly TypeMember[] => {
  const byName = new Map<string, TypeMember>();
  for (const member of members) {
    const before = byName.get(member.name);
    byName.set(member.name, { ...member, isOptional: member.isOptional && before?.isOptional !== false });
  }
  return [...byName.values()];
};
