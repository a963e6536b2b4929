import type { CallName, OperationName } from "./change.ts";
import {
  follow,
  listOf,
  memberOf,
  membersOf,
  rootNode,
  type SpecDocument,
  type SpecNode,
  textAt,
  valueAt,
} from "./document.ts";

/** One operation with the path item it belongs to. */
export interface Operation {
  readonly name: OperationName;
  readonly node: SpecNode;
  readonly item: SpecNode;
  /** The callback or webhook that it is, where the service makes the request. */
  readonly within?: CallName;
}

/** Every operation under `paths`, in the order of the document; path items behind a `$ref` are read like any other. */
export const operationsOf = (document: SpecDocument): readonly Operation[] =>
  [...membersOf(memberOf(rootNode(document), "paths"))].flatMap(([path, item]) => operationsOfItem(path, item));

/** The requests of an operation's callbacks, by what tells one from another. */
export const callbacksOf = (operation: Operation): ReadonlyMap<string, Operation> =>
  new Map(
    [...membersOf(memberOf(operation.node, "callbacks"))].flatMap(([name, callback]) =>
      [...membersOf(callback)].flatMap(([expression, item]) =>
        operationsOfItem(expression, item).map((call): readonly [string, Operation] => [
          `${name} ${call.name.method} ${expression}`,
          { ...call, within: { kind: "callback", name } },
        ]),
      ),
    ),
  );

/** The webhooks of a 3.1 document, by what tells one from another. */
export const webhooksOf = (document: SpecDocument): ReadonlyMap<string, Operation> =>
  new Map(
    [...membersOf(memberOf(rootNode(document), "webhooks"))].flatMap(([name, item]) =>
      operationsOfItem(name, item).map((call): readonly [string, Operation] => [
        `${name} ${call.name.method}`,
        { ...call, within: { kind: "webhook", name } },
      ]),
    ),
  );

const operationsOfItem = (path: string, item: SpecNode): readonly Operation[] => {
  const own = methods.flatMap((method) => {
    const written = memberOf(item, method);
    return written === undefined ? [] : [[method.toUpperCase(), follow(written)] as const];
  });
  // Methods that the specification has no member for are written as they are sent.
  const others = membersOf(memberOf(item, "additionalOperations"));
  return [...own, ...others].map(([method, node]) => {
    const id = textAt(node, "operationId");
    return { name: { method, path, ...(id !== undefined && { id }) }, node, item };
  });
};

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"] as const;

/** Which operation became which. */
export interface OperationPairs {
  readonly pairs: readonly (readonly [Operation, Operation])[];
  readonly removed: readonly Operation[];
  readonly added: readonly Operation[];
}

/** Pairs operations: the same method and address, whatever its parameters are called, else the same operationId elsewhere. */
export const pairOperations = (old: readonly Operation[], revised: readonly Operation[]): OperationPairs => {
  const pairs: (readonly [Operation, Operation])[] = [];
  let [removed, added] = [[...old], [...revised]];
  const keys: readonly ((operation: Operation) => string | undefined)[] = [
    ({ name }) => `${name.method} ${name.path}`,
    ({ name }) => `${name.method} ${wirePath(name.path)}`,
    ({ name }) => name.id,
  ];
  for (const keyOf of keys) {
    const free = new Map<string, Operation>();
    for (const operation of added) {
      const key = keyOf(operation);
      if (key !== undefined && !free.has(key)) free.set(key, operation);
    }
    const taken = new Set<Operation>();
    removed = removed.filter((operation) => {
      const key = keyOf(operation);
      const same = key === undefined ? undefined : free.get(key);
      if (key === undefined || same === undefined) return true;
      free.delete(key);
      taken.add(same);
      pairs.push([operation, same]);
      return false;
    });
    added = added.filter((operation) => !taken.has(operation));
  }
  return { pairs, removed, added };
};

/** A path as it looks on the wire, where the names of its parameters do not show. */
export const wirePath = (path: string): string => path.replaceAll(/\{[^{}]*\}/g, "{}");

/** A parameter with what the specification adds where the document is silent. */
export interface Parameter {
  readonly node: SpecNode;
  readonly name: string;
  readonly location: string;
  readonly required: boolean;
  readonly schema: SpecNode | undefined;
  readonly content: SpecNode | undefined;
}

/** The parameters of an operation, those of its path included, by what names them on the wire. */
export const parametersOf = ({ item, node, name }: Operation): ReadonlyMap<string, Parameter> => {
  const parameters = new Map<string, Parameter>();
  const positions = [...name.path.matchAll(/\{([^{}]*)\}/g)].map(([, position]) => position);
  for (const owner of [item, node]) {
    for (const entry of listOf(memberOf(owner, "parameters"))) {
      const parameter = readParameter(follow(entry));
      if (parameter === undefined) continue;
      const { location } = parameter;
      const position = location === "path" ? positions.indexOf(parameter.name) : -1;
      // The wire has no names for what is in the path, and no case for those of headers.
      const key = location === "header" ? parameter.name.toLowerCase() : parameter.name;
      parameters.set(position >= 0 ? `path ${position}` : `${location} "${key}`, parameter);
    }
  }
  return parameters;
};

const readParameter = (node: SpecNode): Parameter | undefined => {
  const [name, location] = [textAt(node, "name"), textAt(node, "in")];
  if (name === undefined || location === undefined) return undefined;
  // The specification ignores these three as parameters: content negotiation and security describe them.
  if (location === "header" && ["accept", "content-type", "authorization"].includes(name.toLowerCase()))
    return undefined;
  return {
    node,
    name,
    location,
    required: location === "path" || valueAt(node, "required") === true,
    schema: memberOf(node, "schema"),
    content: memberOf(node, "content"),
  };
};
