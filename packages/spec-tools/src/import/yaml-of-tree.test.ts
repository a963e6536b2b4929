import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { parseTree } from "./parse-tree.ts";
import type { Tree } from "./tree.ts";
import { yamlOfTree } from "./yaml-of-tree.ts";

const read = (text: string): Tree => {
  const parsed = parseTree(text);
  if (!parsed.ok) throw new Error(`${parsed.why} at line ${parsed.line}`);
  return parsed.tree;
};

const awkward = [
  "",
  " ",
  "\n",
  "yes",
  "12:30",
  "2024-01-01",
  "0o17",
  "<<",
  "---",
  "__proto__",
  "200",
  "1.10",
  "a: b",
  "# no",
  "'",
  "\t",
  "~",
];
const text = fc.oneof(
  fc.constantFrom(...awkward),
  fc.string({ unit: "grapheme" }),
  fc.string({
    unit: fc.constantFrom(
      "a",
      "word",
      " ",
      "\n",
      "\t",
      "  ",
      "\\",
      '"',
      "'",
      ":",
      "#",
      "-",
      "😀",
      "\r",
      "\u0085",
      "\u2028",
      "\u0000",
    ),
    maxLength: 60,
  }),
);
const number = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Number.isInteger(value)),
  fc.bigInt({ min: 2n ** 53n }),
);
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { depthSize: "medium", withCrossShrink: true },
    fc.constantFrom<Tree>(null, true, false),
    number,
    text,
    fc.array(tie("tree"), { maxLength: 4 }),
    fc
      .uniqueArray(fc.tuple(text, tie("tree")), { selector: ([key]) => key, maxLength: 5 })
      .map((entries) => new Map(entries)),
  ),
}));

/** Maps compare without order, so keys are compared as lists. */
const ordered = (value: Tree): unknown =>
  value instanceof Map
    ? ["mapping", ...[...value].map(([key, member]) => [key, ordered(member)])]
    : Array.isArray(value)
      ? value.map(ordered)
      : value;

const jsonText = (value: Tree, indent: string): string => {
  if (value instanceof Map)
    return `{${[...value].map(([key, member]) => `\n${indent}${JSON.stringify(key)}:${jsonText(member, indent)}`).join(",")}\n${indent}}`;
  if (Array.isArray(value)) return `[${value.map((item) => jsonText(item, indent)).join(`,\n${indent}`)}]`;
  return typeof value === "bigint" ? String(value) : JSON.stringify(value);
};

const runs = Number(process.env["FC_RUNS"] ?? 300);

describe("yamlOfTree", () => {
  it("writes every tree so that reading it gives the same values in the same order", () => {
    const law = fc.property(tree, (value) => {
      expect(ordered(read(yamlOfTree(value)))).toEqual(ordered(value));
    });
    fc.assert(law, { numRuns: runs });
  });

  it("reads any JSON, tabs and all, in its key order", () => {
    const law = fc.property(tree, fc.constantFrom("", "  ", "\t"), (value, indent) => {
      expect(ordered(read(jsonText(value, indent)))).toEqual(ordered(value));
    });
    fc.assert(law, { numRuns: runs });
  });
});
