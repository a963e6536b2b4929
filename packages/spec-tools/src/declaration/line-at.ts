import { isAlias, isMap, isNode, isScalar, isSeq, type Node } from "yaml";

import type { ParsedYaml } from "../merge/parse-yaml.ts";

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
