import { CommandError } from "../command.ts";
import { isObject, isString } from "./json.ts";

/** An OpenAPI document, and how to reach those it refers to. */
export interface SpecDocument {
  readonly root: unknown;
  /** Put before the pointers of a document that is not the one compared. */
  readonly name: string;
  /** OpenAPI 3.0 ignores what stands beside a `$ref`, and says null with `nullable`. */
  readonly is30: boolean;
  open(reference: string): SpecDocument;
}

/** A value with the place it stands at. */
export interface SpecNode {
  readonly value: unknown;
  readonly pointer: string;
  readonly document: SpecDocument;
}

export const rootNode = (document: SpecDocument): SpecNode => ({
  value: document.root,
  pointer: document.name,
  document,
});

/** The member or list entry `key` as it is written, or undefined where there is none. */
export const memberOf = (node: SpecNode | undefined, key: string | number): SpecNode | undefined => {
  const parent = node?.value;
  if (node === undefined || typeof parent !== "object" || parent === null || !Object.hasOwn(parent, key)) {
    return undefined;
  }
  return {
    value: Reflect.get(parent, key),
    pointer: `${node.pointer}/${escapeToken(String(key))}`,
    document: node.document,
  };
};

/** The members of an object, references followed. */
export const membersOf = (node: SpecNode | undefined): ReadonlyMap<string, SpecNode> => {
  const members = new Map<string, SpecNode>();
  if (!isObject(node?.value)) return members;
  for (const key of Object.keys(node.value)) {
    const member = memberOf(node, key);
    if (member !== undefined) members.set(key, followed(member));
  }
  return members;
};

/** The entries of a list as they are written. */
export const listOf = (node: SpecNode | undefined): readonly SpecNode[] =>
  Array.isArray(node?.value) ? node.value.flatMap((_, index) => memberOf(node, index) ?? []) : [];

/** A scalar or a plain value under a node. */
export const valueAt = (node: SpecNode | undefined, key: string): unknown => memberOf(node, key)?.value;

/** The thing a `$ref` stands for; a node without one is returned as it is. */
export const followed = (node: SpecNode): SpecNode => {
  let current = node;
  for (let hops = 0; hops < maxHops; hops += 1) {
    const reference = valueAt(current, "$ref");
    if (!isString(reference)) return current;
    current = targetOf(reference, current);
  }
  throw new CommandError(
    `Failed to follow the $ref at ${node.pointer}: it leads back to itself. Point it at a definition.`,
  );
};

// Aliases of aliases are legal; a chain this long is a circle.
const maxHops = 100;

const targetOf = (reference: string, from: SpecNode): SpecNode => {
  const [file = "", fragment = ""] = reference.split("#");
  const document = file === "" ? from.document : from.document.open(file);
  let node: SpecNode | undefined = rootNode(document);
  for (const token of fragment.split("/").slice(1)) node = memberOf(node, unescapeToken(token));
  if (node === undefined) {
    throw new CommandError(
      `Failed to follow "${reference}" at ${from.pointer}: nothing is there. Correct the reference or add what it names.`,
    );
  }
  return node;
};

const escapeToken = (token: string): string => token.replaceAll("~", "~0").replaceAll("/", "~1");

const unescapeToken = (token: string): string => decodeToken(token).replaceAll("~1", "/").replaceAll("~0", "~");

const decodeToken = (token: string): string => {
  try {
    return decodeURIComponent(token);
  } catch {
    return token;
  }
};
