import type { JsonObject } from "../../openapi/json.ts";
import { operationsOf } from "../../openapi/operations.ts";
import { followed, nodeAt, rootNode, type SpecNode } from "../../openapi/spec-node.ts";

/** An operation with the nodes that its types are read from. */
export interface Operation {
  /** What the code calls it: its operationId, or method and path. */
  readonly name: string;
  /** In upper case. */
  readonly method: string;
  readonly path: string;
  readonly node: SpecNode;
  readonly item: SpecNode;
}

/** One operation in both documents. */
export interface OperationPair {
  readonly old: Operation;
  readonly revised: Operation;
}

/** Which operation became which, where nothing but its types can have changed: the same method and address, under one name. */
export const operationPairs = (old: JsonObject, revised: JsonObject): readonly OperationPair[] => {
  const after = new Map(typedOperations(revised).map((operation) => [keyOf(operation), operation]));
  return typedOperations(old).flatMap((operation) => {
    const same = after.get(keyOf(operation));
    return same === undefined ? [] : [{ old: operation, revised: same }];
  });
};

/** An operation by its address. */
export const keyOf = ({ method, path }: { readonly method: string; readonly path: string }): string =>
  `${method} ${path}`;

const typedOperations = (document: JsonObject): readonly Operation[] => {
  const root = rootNode(document);
  return operationsOf(document).flatMap(({ id, method, path, tokens }) => {
    const [node, item] = [nodeAt(root, tokens), nodeAt(root, tokens.slice(0, -1))];
    if (node === undefined || item === undefined) return [];
    return [{ name: id, method: method.toUpperCase(), path, node: followed(node), item: followed(item) }];
  });
};
