import { type Document, LineCounter, parseDocument } from "yaml";

import { CommandError } from "../command.ts";
import { repeatedKey } from "../openapi/repeated-key.ts";
import type { Json } from "./json.ts";
import type { SpecFile } from "./spec-file.ts";

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
