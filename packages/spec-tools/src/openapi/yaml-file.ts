import { join } from "node:path";
import { readFile } from "node:fs/promises";

import { type Document, isAlias, isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";

import type { Json } from "./json.ts";
import { CommandError } from "../command.ts";
import { repeatedKey } from "./repeated-key.ts";

/** A file of a spec's folder, with the text that was read from it. */
export interface SpecFile {
  /** As messages name it. */
  readonly path: string;
  readonly text: string;
}

/**
 * Reads a file that every spec's folder has.
 *
 * @throws CommandError when it is missing or unreadable
 */
export const readSpecFile = async (folder: string, name: string, purpose: string): Promise<SpecFile> => {
  const path = join(folder, name);
  try {
    return { path, text: await readFile(path, "utf8") };
  } catch (cause) {
    const why = isMissing(cause) ? "it does not exist" : messageOf(cause);
    throw new CommandError(`Failed to read ${path}: ${why}. It is ${purpose}; specs/README.md says how to write it.`, {
      cause,
    });
  }
};

const isMissing = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ENOENT";

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** A YAML file as a value, and as the nodes that know their place in the text. */
export interface ParsedYaml {
  readonly value: Json;
  readonly nodes: Document.Parsed;
  readonly lines: LineCounter;
}

// Anchors save repetition in an overlay; a text whose aliases multiply beyond this is an attack or a mistake.
const maxAliasCount = 100;

/**
 * Reads YAML or JSON; the same file only once, so nobody may change what comes back.
 *
 * @throws CommandError that names file and line when it is none
 */
export const parseYaml = (file: SpecFile): ParsedYaml => {
  const parsed = known.get(file) ?? parse(file);
  known.set(file, parsed);
  return parsed;
};

// Several parts of one command look at the same file, and parsing takes longer than all that they do with it.
const known = new WeakMap<SpecFile, ParsedYaml>();

const parse = ({ path, text }: SpecFile): ParsedYaml => {
  const lines = new LineCounter();
  const nodes = parseDocument(text, { lineCounter: lines, prettyErrors: false, version: "1.2", uniqueKeys: false });
  const fault = nodes.errors[0];
  if (fault !== undefined) throw unreadable(`${path}:${lines.linePos(fault.pos[0]).line}`, fault.message, fault);
  const repeated = repeatedKey(nodes);
  if (repeated !== undefined)
    throw unreadable(`${path}:${lines.linePos(repeated.offset).line}`, repeated.why, undefined);
  try {
    return { value: nodes.toJS({ maxAliasCount }), nodes, lines };
  } catch (cause) {
    throw unreadable(path, cause instanceof Error ? cause.message : String(cause), cause);
  }
};

const unreadable = (place: string, why: string, cause: unknown): CommandError =>
  new CommandError(`Failed to read ${place}: ${why.replace(/[.:]$/, "")}. Mend the YAML.`, { cause });

/** Where a path stands in a YAML text, as far as it leads. */
export interface FoundLine {
  readonly line: number;
  /** How many tokens of the path were found. */
  readonly depth: number;
}

/** The line of a path's deepest part that the text has; nothing for a text without any of it. */
export const findLine = ({ nodes, lines }: ParsedYaml, tokens: readonly string[]): FoundLine | undefined => {
  let node: unknown = nodes.contents;
  let found: FoundLine | undefined;
  for (const [index, token] of tokens.entries()) {
    const step = stepTo(resolved(node, nodes), token);
    if (step === undefined) break;
    found = { line: lines.linePos(step.offset).line, depth: index + 1 };
    node = step.value;
  }
  return found;
};

/** The line as a member to spread; an empty object where there is none. */
export const lineAt = (parsed: ParsedYaml, tokens: readonly string[]): { readonly line?: number } => {
  const found = findLine(parsed, tokens);
  return found === undefined ? {} : { line: found.line };
};

interface Step {
  readonly value: unknown;
  readonly offset: number;
}

const stepTo = (node: unknown, token: string): Step | undefined => {
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === token);
    return pair === undefined ? undefined : { value: pair.value, offset: offsetOf(pair.key) };
  }
  if (!isSeq(node)) return undefined;
  const item = node.items[Number(token)];
  return item === undefined ? undefined : { value: item, offset: offsetOf(item) };
};

const offsetOf = (node: unknown): number => (isNode(node) ? (node.range?.[0] ?? 0) : 0);

const resolved = (node: unknown, document: ParsedYaml["nodes"]): Node | unknown =>
  isAlias(node) ? node.resolve(document) : node;
