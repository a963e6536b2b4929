import { LineCounter, parseDocument } from "yaml";

import { repeatedKey } from "../openapi/repeated-key.ts";
import type { Tree } from "./tree.ts";
import { TreeFault, treeOfDocument } from "./tree-of-document.ts";

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
