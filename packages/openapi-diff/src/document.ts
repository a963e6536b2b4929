import { escapePointerToken, isObject, isRecord } from "@genwait/lifecycle";

/** An OpenAPI document as it was parsed. */
export interface SpecDocument {
  readonly root: unknown;
  /** OpenAPI 3.0 ignores what stands beside a `$ref`, and says null with `nullable`. */
  readonly is30: boolean;
}

/** A value with the place it stands at. */
export interface SpecNode {
  readonly value: unknown;
  readonly pointer: string;
  readonly document: SpecDocument;
  /** The name by which a reference calls it. */
  readonly name?: string;
}

/**
 * Takes a parsed document.
 *
 * @throws DocumentError for anything but OpenAPI 3.0, 3.1 or 3.2
 */
export const documentOf = (root: unknown, name: string): SpecDocument => {
  const version = isRecord(root) ? root["openapi"] : undefined;
  if (typeof version !== "string" || !/^3\.[012]\b/.test(version)) {
    const found = typeof version === "string" ? `OpenAPI ${JSON.stringify(version)}` : "no `openapi` member";
    throw new DocumentError(`Failed to read ${name}: it has ${found}. Give an OpenAPI document of 3.0, 3.1 or 3.2.`);
  }
  return { root, is30: version.startsWith("3.0") };
};

export const rootNode = (document: SpecDocument): SpecNode => ({ value: document.root, pointer: "", document });

/** The member or list entry `key` as it is written, or undefined where there is none. */
export const memberOf = (node: SpecNode | undefined, key: string | number): SpecNode | undefined => {
  const parent = node?.value;
  if (node === undefined || !isObject(parent) || !Object.hasOwn(parent, key)) return undefined;
  // Nearly every key is a keyword; a whole document's nodes are made here.
  const token = typeof key === "string" && /[~/]/.test(key) ? escapePointerToken(key) : key;
  return { value: Reflect.get(parent, key), pointer: `${node.pointer}/${token}`, document: node.document };
};

/** The members of an object, references followed. */
export const membersOf = (node: SpecNode | undefined): ReadonlyMap<string, SpecNode> => {
  const members = new Map<string, SpecNode>();
  for (const key of isRecord(node?.value) ? Object.keys(node.value) : []) {
    const member = memberOf(node, key);
    if (member !== undefined) members.set(key, follow(member));
  }
  return members;
};

/** The entries of a list as they are written. */
export const listOf = (node: SpecNode | undefined): readonly SpecNode[] =>
  Array.isArray(node?.value) ? node.value.flatMap((_, index) => memberOf(node, index) ?? []) : [];

/** The value of a member. */
export const valueAt = (node: SpecNode | undefined, key: string): unknown =>
  isObject(node?.value) && Object.hasOwn(node.value, key) ? Reflect.get(node.value, key) : undefined;

/** A member that holds a text. */
export const textAt = (node: SpecNode | undefined, key: string): string | undefined => {
  const value = valueAt(node, key);
  return typeof value === "string" ? value : undefined;
};

/** The reference that a node is, if it is one. */
export const referenceOf = (node: SpecNode | undefined): string | undefined => textAt(node, "$ref");

/**
 * The thing that a `$ref` stands for; a node without one is returned as it is.
 *
 * @throws DocumentError for a reference that leaves the document, finds nothing, or leads back to itself
 */
export const follow = (node: SpecNode): SpecNode => {
  let current = node;
  for (let hops = 0; hops < maxHops; hops += 1) {
    const reference = referenceOf(current);
    if (reference === undefined) return current;
    current = targetOf(reference, current);
  }
  throw new DocumentError(
    `Failed to follow the $ref at ${node.pointer}: it leads back to itself. Point it at a definition.`,
  );
};

// Aliases of aliases are legal; a chain this long is a circle.
const maxHops = 100;

/** What a reference without anything beside it stands for, so that all its uses are one. */
export const resolved = (node: SpecNode): SpecNode => {
  if (referenceOf(node) === undefined) return node;
  return node.document.is30 || Object.keys(node.value ?? {}).length === 1 ? follow(node) : node;
};

const targetOf = (reference: string, from: SpecNode): SpecNode => {
  const failed = `Failed to follow ${JSON.stringify(reference)} at ${from.pointer}:`;
  if (!reference.startsWith("#")) {
    throw new DocumentError(`${failed} only references inside the document are followed. Bundle the document first.`);
  }
  if (reference !== "#" && !reference.startsWith("#/")) {
    throw new DocumentError(`${failed} it names an anchor. Write it as a JSON Pointer, such as "#/components/…".`);
  }
  const known = targets.get(from.document)?.get(reference);
  if (known !== undefined) return known;
  let node: SpecNode | undefined = rootNode(from.document);
  for (const token of reference.split("/").slice(1)) node = memberOf(node, unescapedToken(token));
  if (node === undefined) {
    throw new DocumentError(`${failed} nothing is there. Correct the reference or add what it names.`);
  }
  const all = targets.get(from.document) ?? new Map<string, SpecNode>();
  const name = reference.split("/").at(-1);
  const target = { ...node, ...(name !== undefined && { name: unescapedToken(name) }) };
  targets.set(from.document, all.set(reference, target));
  return target;
};

// Thousands of references name a few hundred definitions.
const targets = new WeakMap<SpecDocument, Map<string, SpecNode>>();

const unescapedToken = (token: string): string => decoded(token).replaceAll("~1", "/").replaceAll("~0", "~");

const decoded = (token: string): string => {
  try {
    return decodeURIComponent(token);
  } catch {
    return token;
  }
};

/** The component schema that a pointer leads into, if it does. */
export const componentAt = (pointer: string): string | undefined => {
  const [, components, kind, name] = pointer.split("/", 4);
  if (components !== "components" || kind !== "schemas" || name === undefined) return undefined;
  return name.replaceAll("~1", "/").replaceAll("~0", "~");
};

/** A document that cannot be compared; its message is written for whoever gave the document. */
export class DocumentError extends Error {
  override readonly name: string = "DocumentError";
}
