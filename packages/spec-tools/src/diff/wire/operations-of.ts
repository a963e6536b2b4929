import { isString } from "../json.ts";
import { followed, memberOf, membersOf, rootNode, type SpecDocument, type SpecNode, valueAt } from "../spec-node.ts";

/** One operation with the path item it belongs to. */
export interface Operation {
  readonly path: string;
  readonly method: string;
  readonly node: SpecNode;
  readonly item: SpecNode;
  readonly id: string | undefined;
  /** How messages call it: its operationId, else method and path. */
  readonly name: string;
}

/** Every operation under `paths`, in the order of the document. */
export const operationsOf = (document: SpecDocument): readonly Operation[] =>
  [...membersOf(memberOf(rootNode(document), "paths"))].flatMap(([path, item]) => operationsOfItem(path, item));

/** The operations of one path item: of a path, a callback or a webhook. */
export const operationsOfItem = (path: string, item: SpecNode): readonly Operation[] =>
  methods.flatMap((method) => {
    const node = memberOf(item, method);
    if (node === undefined) return [];
    const id = valueAt(node, "operationId");
    const name = isString(id) ? id : `${method.toUpperCase()} ${path}`;
    return [{ path, method, node: followed(node), item, id: isString(id) ? id : undefined, name }];
  });

/** The names between braces, in order. */
export const pathParametersOf = (path: string): readonly string[] =>
  [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name ?? "");

/** A path as it looks on the wire, where the names of its parameters do not show. */
export const wirePath = (path: string): string => path.replaceAll(/\{[^}]+\}/g, "{}");

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"] as const;
