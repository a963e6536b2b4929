import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type Scalar,
  type YAMLMap,
} from "yaml";

import { isList, isMapping, type Mapping, type Tree } from "./tree.ts";
import { repeatedKey } from "../openapi/repeated-key.ts";

/** A text read as a tree, or why it is none and where: `line` counts from 1. */
export type ParsedTree =
  | { readonly ok: true; readonly tree: Tree }
  | { readonly ok: false; readonly why: string; readonly line: number; readonly tooLarge: boolean };

/**
 * Reads YAML or JSON. Nothing in the text is executed: no tag makes anything but JSON's kinds of values, and aliases are followed only
 * up to a fixed size.
 *
 * A key written twice is an error here, also in JSON, where parsers commonly keep the last one.
 */
export const parseTree = (text: string): ParsedTree => {
  const lines = new LineCounter();
  const refuse = (why: string, offset: number, tooLarge: boolean): ParsedTree => {
    return { ok: false, why, line: Math.max(1, lines.linePos(offset).line), tooLarge };
  };
  try {
    const options = { intAsBigInt: true, prettyErrors: false, lineCounter: lines, strict: true, uniqueKeys: false };
    const document = parseDocument(text, options);
    const fault = document.errors[0] ?? document.warnings[0];
    const repeated = fault === undefined ? repeatedKey(document) : undefined;
    if (repeated !== undefined) return refuse(repeated.why, repeated.offset, false);
    if (fault === undefined) return { ok: true, tree: treeOfDocument(document) };
    if (fault.code === "RESOURCE_EXHAUSTION") return refuse(tooDeep, fault.pos[0], true);
    return refuse(firstLine(fault.message), fault.pos[0], false);
  } catch (error) {
    if (error instanceof TreeFault) return refuse(error.message, error.offset, error.tooLarge);
    // The parser recurses, so its own stack is the limit for a text made of brackets.
    if (error instanceof RangeError) return refuse(tooDeep, 0, true);
    throw error;
  }
};

const tooDeep = "it is nested too deeply";

const firstLine = (message: string): string => (message.split(/[\n;]/)[0] ?? message).replace(/[.:]$/, "");

/** Far above any real document (the largest public ones nest about 60 deep), far below the stack. */
const maxDepth = 300;
/** What aliases may add to a document: characters, and 16 for each value. As much again as the largest page holds. */
const maxExpansion = 5_000_000;

/** Why a parsed YAML document has no counterpart in JSON; `offset` is the place in the text. */
export class TreeFault extends Error {
  readonly offset: number;
  readonly tooLarge: boolean;

  constructor(message: string, node: unknown, tooLarge = false) {
    super(message);
    this.offset = isPlaced(node) ? node.range[0] : 0;
    this.tooLarge = tooLarge;
  }
}

/**
 * The tree of a parsed document without repeated keys: aliases followed, `<<` merged, keys as they were written.
 *
 * @throws {TreeFault} for a value that JSON does not have, and when following the aliases costs more than a real document may
 */
export const treeOfDocument = (document: Document): Tree => {
  const resolve = aliasResolver();
  let left = maxExpansion;
  const spend = (size: number, node: unknown): void => {
    left -= 16 + size;
    if (left < 0) throw new TreeFault("its aliases expand to more than any API document holds", node, true);
  };
  const convert = (found: unknown, depth: number, isCopy: boolean): Tree => {
    const node = resolve(found);
    const copies = isCopy || isAlias(found);
    if (depth > maxDepth) throw new TreeFault("it is nested too deeply, or an alias contains itself", node, true);
    if (copies) spend(isScalar(node) ? String(node.value).length : 0, node);
    const next = (child: unknown): Tree => convert(child, depth + 1, copies);
    if (isMap(node)) return mappingOf(node, resolve, next);
    if (isSeq(node)) return node.items.map(next);
    return isScalar(node) ? scalarOf(node) : null;
  };
  return convert(document.contents, 0, false);
};

/** Looks up aliases as the walk passes the anchors, in the order of the text, so that an anchor used twice means the nearest one above. */
const aliasResolver = (): ((node: unknown) => unknown) => {
  const anchors = new Map<string, Node>();
  const seen = new WeakSet<object>();
  const targets = new WeakMap<object, Node>();
  return (node) => {
    if (isAlias(node)) {
      const target = targets.get(node) ?? anchors.get(node.source);
      if (target === undefined) throw new TreeFault(`the alias *${node.source} has no anchor above it`, node);
      targets.set(node, target);
      return target;
    }
    if ((isScalar(node) || isMap(node) || isSeq(node)) && node.anchor !== undefined && !seen.has(node)) {
      seen.add(node);
      anchors.set(node.anchor, node);
    }
    return node;
  };
};

const mappingOf = (node: YAMLMap, resolve: (node: unknown) => unknown, convert: (node: unknown) => Tree): Mapping => {
  const mapping = new Map<string, Tree>();
  for (const pair of node.items) {
    const key = resolve(pair.key);
    const value = convert(pair.value);
    const merged = isMergeKey(key) ? mergedMappings(value) : undefined;
    if (merged !== undefined) {
      for (const [name, member] of merged) if (!mapping.has(name)) mapping.set(name, member);
      continue;
    }
    mapping.set(keyOf(key, node), value);
  }
  return mapping;
};

const isMergeKey = (key: unknown): boolean => isScalar(key) && key.value === "<<" && key.type === "PLAIN";

const mergedMappings = (value: Tree): readonly (readonly [string, Tree])[] | undefined => {
  if (isMapping(value)) return [...value];
  return isList(value) && value.every(isMapping) ? value.flatMap((mapping) => [...mapping]) : undefined;
};

/** `200:` and `1.10:` are the keys "200" and "1.10", as they were written, whatever YAML takes them for. */
const keyOf = (key: unknown, node: YAMLMap): string => {
  if (!isScalar(key) || key.value === null) throw new TreeFault("a key is missing, or is no plain text", key ?? node);
  return typeof key.value === "string" ? key.value : (key.source ?? String(key.value));
};

const scalarOf = (node: Scalar): Tree => {
  const { value } = node;
  if (value === null || typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "bigint") return numberOf(value);
  if (typeof value === "number" && Number.isFinite(value))
    return Number.isInteger(value) ? numberOf(BigInt(value)) : value;
  throw new TreeFault(`${node.source ?? "a value"} is no value that JSON has`, node);
};

const numberOf = (value: bigint): number | bigint => (Number.isSafeInteger(Number(value)) ? Number(value) : value);

const isPlaced = (node: unknown): node is { readonly range: readonly [number, number, number] } =>
  typeof node === "object" && node !== null && "range" in node && Array.isArray(node.range);
