import { CommandError } from "../command.ts";
import { isJsonObject } from "./json.ts";
import { jsonPointer } from "./json-pointer.ts";

/** A value with the place it stands at. */
export interface SpecNode {
  readonly value: unknown;
  readonly pointer: string;
  /** The document that it is part of, which references lead into. */
  readonly root: unknown;
}

/** A whole document. */
export const rootNode = (document: unknown): SpecNode => ({ value: document, pointer: "", root: document });

/** The member or list entry `key` as it is written, or undefined where there is none. */
export const memberOf = (node: SpecNode | undefined, key: string | number): SpecNode | undefined => {
  const parent = node?.value;
  if (node === undefined || typeof parent !== "object" || parent === null || !Object.hasOwn(parent, key)) {
    return undefined;
  }
  return {
    value: Reflect.get(parent, key),
    pointer: node.pointer + jsonPointer([key]),
    root: node.root,
  };
};

/** The members of an object, references followed. */
export const membersOf = (node: SpecNode | undefined): ReadonlyMap<string, SpecNode> => {
  const members = new Map<string, SpecNode>();
  if (!isJsonObject(node?.value)) return members;
  for (const key of Object.keys(node.value)) {
    const member = memberOf(node, key);
    if (member !== undefined) members.set(key, followed(member));
  }
  return members;
};

/** The entries of a list as they are written. */
export const listOf = (node: SpecNode | undefined): readonly SpecNode[] =>
  Array.isArray(node?.value) ? node.value.flatMap((_, index) => memberOf(node, index) ?? []) : [];

/** What stands at the end of a way, as it is written. */
export const nodeAt = (node: SpecNode, tokens: readonly string[]): SpecNode | undefined =>
  tokens.reduce<SpecNode | undefined>(memberOf, node);

/** A scalar or a plain value under a node. */
export const valueAt = (node: SpecNode | undefined, key: string): unknown => memberOf(node, key)?.value;

/** The texts in a list under a node; of anything else none. */
export const textsAt = (node: SpecNode | undefined, key: string): readonly string[] => {
  const value = valueAt(node, key);
  return Array.isArray(value) ? value.filter((entry) => typeof entry === "string") : [];
};

/** The thing a `$ref` stands for; a node without one is returned as it is. */
export const followed = (node: SpecNode): SpecNode => {
  let current = node;
  for (let hops = 0; hops < maxHops; hops += 1) {
    const reference = valueAt(current, "$ref");
    if (typeof reference !== "string") return current;
    current = targetOf(reference, current);
  }
  throw new CommandError(
    `Failed to follow the $ref at ${node.pointer}: it leads back to itself. Point it at a definition.`,
  );
};

// Aliases of aliases are legal; a chain this long is a circle.
const maxHops = 100;

const targetOf = (reference: string, from: SpecNode): SpecNode => {
  const node = reference.startsWith("#")
    ? nodeAt(rootNode(from.root), reference.split("/").slice(1).map(unescapeToken))
    : undefined;
  if (node === undefined) {
    throw new CommandError(
      `Failed to follow "${reference}" at ${from.pointer}: nothing is there. Correct the reference or add what it names.`,
    );
  }
  return node;
};

const unescapeToken = (token: string): string => decodeToken(token).replaceAll("~1", "/").replaceAll("~0", "~");

const decodeToken = (token: string): string => {
  try {
    return decodeURIComponent(token);
  } catch {
    return token;
  }
};
