import { pointerTokens } from "@genwait/lifecycle";
import ts from "typescript";

import type { ClientModules } from "../../codegen/generated-package.ts";
import { exportedTypes } from "../../codegen/index-file.ts";
import { startMethod } from "../../codegen/names.ts";
import { indexAccess, memberAccess, propertyName, stringLiteral } from "../../text/typescript-text.ts";
import type { CodeSide, TypeProblem } from "./broken-types.ts";
import type { OperationType, SchemaTypes, TypeMember } from "./schema-types.ts";

/** A line of code that a user of the old package may have written. */
export interface CodeLine extends Statement {
  readonly side: CodeSide;
  /** The operations whose users may have written it, as `METHOD path`. */
  readonly operations: readonly string[];
  /** The component schema that the line is about; absent where it is about a part of an operation. */
  readonly component?: string;
}

/** Code, and what it means when it no longer compiles. */
interface Statement {
  readonly text: string;
  readonly problem: TypeProblem;
  /** It only says which member it is that the statement before, which is no detail, stumbles over. */
  readonly isDetail?: boolean;
}

/** The old package's types, and the new one's. */
export interface SampleTypes {
  readonly old: SchemaTypes;
  readonly revised: SchemaTypes;
  /** What the old package is made of beside its schema; absent for a document without jobs. */
  readonly modules?: ClientModules | undefined;
}

/**
 * Code written for the old package, to be compiled with the new one: for whatever of its types is no longer written the same, a literal
 * that names every member, one that has only what is required, a read of every member of a result, and a call of every operation.
 */
export const sampleCode = ({ old, revised, modules }: SampleTypes, side: CodeSide): readonly CodeLine[] => {
  const writer = new SampleWriter(old, revised, side);
  return [...writer.schemas(), ...writer.operations(), ...(modules === undefined ? [] : packageLines(modules, side))];
};

/** What the code above the lines is made of: the modules of both packages, and the type of their client. */
export interface PreludeOptions {
  readonly old: string;
  readonly revised: string;
  readonly client: string;
}

/** The code above the lines, on one line: it looks at one package as `New`, and at another as what the code was written for. */
export const samplePrelude = ({ old, revised, client }: PreludeOptions): string =>
  [
    `import type * as New from ${stringLiteral(revised)};`,
    `import type * as Old from ${stringLiteral(old)};`,
    'import type { FetchOptions } from "@genwait/client-core";',
    "declare function take<T>(value: T): void;",
    "declare function value<T>(): T;",
    // An optional member is left out rather than undefined; what was given where anything could be is not known.
    "type Given<T> = unknown extends T ? any : Exclude<T, undefined>;",
    'type Init<Operation> = Pick<FetchOptions<Operation>, "params" | "body">;',
    "type Body<Operation> = FetchOptions<Operation> extends { body?: infer B } ? Exclude<B, undefined> : never;",
    "declare function result<R>(response: Promise<R>): R extends { readonly error: unknown } ? never : R extends { data: infer D } ? D : never;",
    `declare const client: New.${client};`,
    `declare const before: Old.${client};`,
  ].join(" ");

/** A type by the module that has it. */
type At = (module: "Old" | "New") => string;

const within =
  (at: At, name: string): At =>
  (module) =>
    `NonNullable<${at(module)}>${indexAccess(name)}`;

const itemOf =
  (at: At): At =>
  (module) =>
    `NonNullable<${at(module)}>[number]`;

/** A type in both packages. */
interface Place {
  readonly at: At;
  readonly old: ts.TypeNode;
  /** Undefined where the new package has none there, or it is not known. */
  readonly revised: ts.TypeNode | undefined;
  /** The way to it from where a problem is told. */
  readonly names: readonly string[];
}

class SampleWriter {
  readonly #old: SchemaTypes;
  readonly #revised: SchemaTypes;
  readonly #side: CodeSide;

  constructor(old: SchemaTypes, revised: SchemaTypes, side: CodeSide) {
    this.#old = old;
    this.#revised = revised;
    this.#side = side;
  }

  /** Of each component schema that operations use on this side, those first that others are made of. */
  schemas(): readonly CodeLine[] {
    const users = this.#users();
    const changed = [...users.keys()].flatMap((component) => {
      const old = this.#old.schemas.get(component);
      const revised = this.#revised.schemas.get(component);
      return old === undefined || !this.#isChanged(old, revised)
        ? []
        : [{ component, old, revised, size: this.#old.reach(old).size }];
    });
    return changed
      .toSorted((one, other) => one.size - other.size)
      .flatMap(({ component, old, revised }) => {
        const at: At = (module) => `${module}.components["schemas"]${indexAccess(component)}`;
        const statements =
          revised === undefined
            ? [{ text: `value<${at("New")}>();`, problem: { kind: "name-gone", name: component } } as const]
            : this.#statementsAt({ at, old, revised, names: [] });
        const operations = users.get(component) ?? [];
        return statements.map((statement) => ({ ...statement, side: this.#side, operations, component }));
      });
  }

  /** The operations that use each schema on this side: before and now, or before where there is none of that name any more. */
  #users(): ReadonlyMap<string, readonly string[]> {
    const users = new Map<string, string[]>();
    for (const [key, { node }] of this.#old.operations) {
      const revised = this.#revised.operations.get(key);
      if (revised === undefined) continue;
      const now = this.#reached(this.#revised, revised.node);
      for (const name of this.#reached(this.#old, node)) {
        if (!now.has(name) && this.#revised.schemas.has(name)) continue;
        const list = users.get(name);
        if (list === undefined) users.set(name, [key]);
        else list.push(key);
      }
    }
    return users;
  }

  #reached(types: SchemaTypes, operation: ts.TypeNode): ReadonlySet<string> {
    const parts = this.#side === "arguments" ? ["parameters", "requestBody"] : ["responses"];
    const members = (types.membersOf(operation) ?? []).filter(({ name }) => parts.includes(name));
    return new Set(members.flatMap(({ type }) => [...types.reach(type)]));
  }

  #isChanged(old: ts.TypeNode, revised: ts.TypeNode | undefined): boolean {
    return revised === undefined || this.#old.textOf(old) !== this.#revised.textOf(revised);
  }

  /** Of the parts of operations that are no component, and of calls of them. */
  operations(): readonly CodeLine[] {
    return [...this.#old.operations].flatMap(([key, operation], index) => {
      const revised = this.#revised.operations.get(key);
      if (revised === undefined || !this.#isChanged(operation.node, revised.node)) return [];
      const statements =
        this.#side === "arguments" ? this.#argumentsOf(operation, revised) : this.#resultOf(operation, revised, index);
      return statements.map((statement) => ({ ...statement, side: this.#side, operations: [key] }));
    });
  }

  #argumentsOf(operation: OperationType, revised: OperationType): readonly Statement[] {
    const { method, path } = operation;
    const at = operationAt(operation);
    const parameters = memberOf(this.#old, operation.node, "parameters");
    const body = memberOf(this.#old, operation.node, "requestBody");
    const places = parameters === undefined ? [] : (this.#old.membersOf(parameters.type) ?? []);
    const inputs = places.filter(({ type }) => type.kind !== ts.SyntaxKind.NeverKeyword);
    const now = memberOf(this.#revised, revised.node, "parameters")?.type;
    const url = stringLiteral(path);
    const refused = { kind: "call-refused" } as const;
    const isBare = inputs.every(({ isOptional }) => isOptional) && (body === undefined || body.isOptional);
    return [
      ...inputs.flatMap(({ name, type }) =>
        this.#literalsAt({
          at: within(within(at, "parameters"), name),
          old: type,
          revised: memberOf(this.#revised, now, name)?.type,
          names: [],
        }),
      ),
      ...(body === undefined
        ? []
        : this.#bodyOf(at, body.type, memberOf(this.#revised, revised.node, "requestBody")?.type)),
      { text: `void client.${method}(${url}, value<Init<${at("Old")}>>());`, problem: refused },
      ...(isBare ? [{ text: `void client.${method}(${url});`, problem: refused }] : []),
    ];
  }

  /** A body of several forms is only given as a whole, with the call. */
  #bodyOf(at: At, old: ts.TypeNode, revised: ts.TypeNode | undefined): readonly Statement[] {
    const [body, ...others] = bodiesOf(this.#old, old);
    if (body === undefined || others.length > 0 || isReference(body)) return [];
    const now = revised === undefined ? [] : bodiesOf(this.#revised, revised);
    const place = { old: body, revised: now.length === 1 ? now[0] : undefined, names: [] };
    return this.#literalsAt({ ...place, at: (module) => `Body<${at(module)}>` });
  }

  #resultOf(operation: OperationType, revised: OperationType, index: number): readonly Statement[] {
    const [before, after] = [goodResponses(this.#old, operation.node), goodResponses(this.#revised, revised.node)];
    const bodies = before.flatMap((response) => bodiesOf(this.#old, response));
    if (bodies.length === 0 || textsOf(this.#old, before) === textsOf(this.#revised, after)) return [];
    const call = `${operation.method}(${stringLiteral(operation.path)}`;
    const at = operationAt(operation);
    const results: At = (module) => `ReturnType<typeof ${module.toLowerCase()}${index}>`;
    const now = after.flatMap((response) => bodiesOf(this.#revised, response));
    const [body] = bodies;
    const isOne = new Set(bodies.map(this.#old.textOf)).size === 1;
    const isEmptied =
      !before.some((response) => bodiesOf(this.#old, response).length === 0) &&
      after.some((response) => bodiesOf(this.#revised, response).length === 0);
    const whole = isEmptied ? ({ kind: "maybe-nothing" } as const) : ({ kind: "whole-changed", names: [] } as const);
    return [
      { text: `const old${index} = () => result(before.${call}, value<Init<${at("Old")}>>()));`, problem: whole },
      { text: `const new${index} = () => result(client.${call}, value<Init<${at("New")}>>()));`, problem: whole },
      ...(isOne && body !== undefined && !isReference(body) && !isEmptied
        ? this.#readsAt({ at: results, old: body, revised: now.length === 1 ? now[0] : undefined, names: [] })
        : []),
      { text: `take<${results("Old")}>(value<${results("New")}>());`, problem: whole },
    ];
  }

  #statementsAt(place: Place): readonly Statement[] {
    return this.#side === "arguments" ? this.#literalsAt(place) : this.#readsAt(place);
  }

  #literalsAt(place: Place): readonly Statement[] {
    const { at, revised, names } = place;
    const members = this.#membersAt(place);
    if (members === undefined) {
      const text = `take<Given<${at("New")}>>(value<Given<${at("Old")}>>());`;
      return [...this.#itemsAt(place), { text, problem: this.#changed(place) }];
    }
    const given = ({ name }: TypeMember): string => `${propertyName(name)}: value<Given<${within(at, name)("Old")}>>()`;
    const literal = (some: readonly TypeMember[]): string =>
      `take<Given<${at("New")}>>({ ${some.map(given).join(", ")} });`;
    const required = members.filter(({ isOptional }) => !isOptional);
    const now = revised === undefined ? [] : (this.#revised.membersOf(alone(revised)) ?? []);
    const needed = now.flatMap(({ name, isOptional }) =>
      isOptional || required.some((member) => member.name === name) ? [] : [name],
    );
    const problem: TypeProblem =
      needed.length > 0 ? { kind: "members-needed", names, needed } : { kind: "whole-changed", names };
    return [
      ...this.#inside(place, members),
      { text: literal(members), problem: { kind: "whole-changed", names } },
      ...members.map((member) => ({
        text: `take<Given<${within(at, member.name)("New")}>>(value<Given<${within(at, member.name)("Old")}>>());`,
        problem: this.#memberProblem(place, member),
        isDetail: true,
      })),
      // Every member fits: what the literal stumbles over is one that it does not have.
      { text: literal(members), problem, isDetail: true },
      ...(required.length < members.length ? [{ text: literal(required), problem }] : []),
    ];
  }

  #readsAt(place: Place): readonly Statement[] {
    const { at, revised } = place;
    const members = this.#membersAt(place);
    if (members === undefined) {
      const text = `take<${at("Old")}>(value<${at("New")}>());`;
      return [...this.#itemsAt(place), { text, problem: this.#changed(place) }, ...comparisons(place)];
    }
    const changed = members.filter(({ name, type, isOptional }) => {
      const now = memberOf(this.#revised, revised, name);
      return now === undefined || now.isOptional !== isOptional || this.#isChanged(type, now.type);
    });
    return [
      ...this.#inside(place, members),
      ...changed.flatMap((member) => [
        {
          text: `take<${within(at, member.name)("Old")}>(value<NonNullable<${at("New")}>>()${indexAccess(member.name)});`,
          problem: this.#memberProblem(place, member),
        },
        ...comparisons({
          ...place,
          at: within(at, member.name),
          old: member.type,
          names: [...place.names, member.name],
        }),
      ]),
    ];
  }

  /** The members of an object type; undefined where it is none, or is nested too deep to be looked into. */
  #membersAt({ old, names }: Place): readonly TypeMember[] | undefined {
    const members = names.length > deepest ? undefined : this.#old.membersOf(alone(old));
    return members === undefined || members.length === 0 ? undefined : members;
  }

  #itemsAt({ at, old, revised, names }: Place): readonly Statement[] {
    const items = itemsOf(alone(old));
    if (items === undefined || isReference(items) || names.length > deepest) return [];
    const now = revised === undefined ? undefined : itemsOf(alone(revised));
    return this.#statementsAt({ at: itemOf(at), old: items, revised: now, names });
  }

  /** Members that are objects themselves, inline; a component is a place of its own. */
  #inside({ at, revised, names }: Place, members: readonly TypeMember[]): readonly Statement[] {
    return members.flatMap(({ name, type }) => {
      const now = memberOf(this.#revised, revised, name);
      const inner = itemsOf(alone(type)) ?? alone(type);
      if (!ts.isTypeLiteralNode(inner) && !ts.isIntersectionTypeNode(inner)) return [];
      if (now === undefined || !this.#isChanged(type, now.type)) return [];
      return this.#statementsAt({ at: within(at, name), old: type, revised: now.type, names: [...names, name] });
    });
  }

  #changed({ old, revised, names }: Place): TypeProblem {
    if (revised === undefined || names.length === 0) return { kind: "whole-changed", names };
    return { kind: "member-changed", names, before: this.#old.textOf(old), now: this.#revised.textOf(revised) };
  }

  #memberProblem({ revised, names }: Place, { name, type, isOptional }: TypeMember): TypeProblem {
    const inside = [...names, name];
    const now = memberOf(this.#revised, revised, name);
    if (now === undefined) return { kind: revised === undefined ? "whole-changed" : "member-gone", names: inside };
    if (!this.#isChanged(type, now.type) && now.isOptional && !isOptional)
      return { kind: "member-optional", names: inside };
    return {
      kind: "member-changed",
      names: inside,
      before: this.#old.textOf(type),
      now: this.#revised.textOf(now.type),
    };
  }
}

// No document that a person has written is nested deeper; what is below is compared as a whole.
const deepest = 12;

const operationAt =
  ({ method, path }: OperationType): At =>
  (module) =>
    `${module}.paths${indexAccess(path)}${indexAccess(method.toLowerCase())}`;

const memberOf = (types: SchemaTypes, node: ts.TypeNode | undefined, name: string): TypeMember | undefined =>
  node === undefined ? undefined : types.membersOf(alone(node))?.find((member) => member.name === name);

/** The responses whose bodies a call gives as its result: the 2xx, or the default where there is none. */
const goodResponses = (types: SchemaTypes, operation: ts.TypeNode): readonly ts.TypeNode[] => {
  const responses = memberOf(types, operation, "responses");
  const all = responses === undefined ? [] : (types.membersOf(responses.type) ?? []);
  const good = all.filter(({ name }) => name.startsWith("2"));
  return (good.length > 0 ? good : all.filter(({ name }) => name === "default")).map(({ type }) => type);
};

/** The types of a body, one for each of its forms. */
const bodiesOf = (types: SchemaTypes, holder: ts.TypeNode): readonly ts.TypeNode[] => {
  const content = memberOf(types, types.followed(holder), "content");
  return content === undefined ? [] : (types.membersOf(content.type) ?? []).map(({ type }) => type);
};

const textsOf = (types: SchemaTypes, nodes: readonly ts.TypeNode[]): string =>
  nodes.map((node) => types.textOf(types.followed(node))).join("\n");

const isReference = (node: ts.TypeNode): boolean => ts.isIndexedAccessTypeNode(node);

/** A type without the null beside it, where it stands alone. */
const alone = (node: ts.TypeNode): ts.TypeNode => {
  if (ts.isParenthesizedTypeNode(node)) return alone(node.type);
  if (!ts.isUnionTypeNode(node)) return node;
  const [only, ...others] = node.types.filter((type) => !isNull(type));
  return only === undefined || others.length > 0 ? node : alone(only);
};

const isNull = (node: ts.TypeNode): boolean =>
  ts.isLiteralTypeNode(node) && node.literal.kind === ts.SyntaxKind.NullKeyword;

const itemsOf = (node: ts.TypeNode): ts.TypeNode | undefined =>
  ts.isArrayTypeNode(node) ? alone(node.elementType) : undefined;

/** Code compares a value with those that are listed, and a free text with whatever it likes. */
const comparisons = ({ at, old, names }: Place): readonly Statement[] => {
  const node = alone(old);
  const compared = (value: string | number, known = true): Statement => ({
    text: `void (value<${at("New")}>() === ${typeof value === "number" ? value : stringLiteral(value)});`,
    problem: { kind: "value-gone", names, ...(known && { value }) },
  });
  return node.kind === ts.SyntaxKind.StringKeyword
    ? [compared("any text", false)]
    : literalsOf(node).map((value) => compared(value));
};

const literalsOf = (node: ts.TypeNode): readonly (string | number)[] => {
  if (ts.isUnionTypeNode(node)) return node.types.flatMap(literalsOf);
  if (!ts.isLiteralTypeNode(node)) return [];
  if (ts.isStringLiteral(node.literal)) return [node.literal.text];
  return ts.isNumericLiteral(node.literal) ? [Number(node.literal.text)] : [];
};

/** Of a package with jobs: its names, its methods, what its phases guarantee, and the phases of its results. */
const packageLines = ({ api, jobs }: ClientModules, side: CodeSide): readonly CodeLine[] => {
  const keysOf = (id: string): readonly string[] =>
    api.operations.flatMap((operation) =>
      operation.id === id ? [`${operation.method.toUpperCase()} ${operation.path}`] : [],
    );
  if (side === "arguments")
    return api.operations.flatMap(({ id, starts }) =>
      starts === undefined ? [] : [{ ...methodUse(startMethod(id)), side, operations: keysOf(id) }],
    );
  return jobs.flatMap((job) => {
    const { declaration, operation } = job.job;
    const statements: readonly Statement[] = [
      methodUse(declaration.name),
      ...exportedTypes(api, [job]).jobs.map((name) => ({
        text: `value<New.${name}>();`,
        problem: { kind: "name-gone", name } as const,
      })),
      ...job.phases.flatMap(({ name, guaranteed }) =>
        guaranteed.map((pointer) => {
          const names = pointerTokens(pointer);
          const at = names.reduce(within, (module: "Old" | "New") => `${module}.${name}`);
          return {
            text: `take<${at("Old")}>(value<${at("New")}>());`,
            problem: { kind: "member-optional", names } as const,
          };
        }),
      ),
      ...job.phases
        .filter(({ phase }) => phase !== "pending")
        .map(({ phase }) => ({
          text: `void (value<New.${job.prefix}Result>().phase === ${stringLiteral(phase)});`,
          problem: { kind: "value-gone", names: ["phase"], value: phase } as const,
        })),
    ];
    return statements.map((statement) => ({ ...statement, side, operations: keysOf(operation.id) }));
  });
};

const methodUse = (name: string): Statement => ({
  text: `void client${memberAccess(name)};`,
  problem: { kind: "name-gone", name },
});
