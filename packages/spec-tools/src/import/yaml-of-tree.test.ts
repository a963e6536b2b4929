import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { inOrder, treeOf } from "./testing.ts";
import { isList, isMapping, type Tree } from "./tree.ts";
import { yamlOfTree } from "./yaml-of-tree.ts";

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

const jsonText = (value: Tree, indent: string): string => {
  if (isMapping(value)) {
    const members = [...value].map(([key, member]) => `\n${indent}${JSON.stringify(key)}:${jsonText(member, indent)}`);
    return `{${members.join(",")}\n${indent}}`;
  }
  if (isList(value)) return `[${value.map((item) => jsonText(item, indent)).join(`,\n${indent}`)}]`;
  return typeof value === "bigint" ? String(value) : JSON.stringify(value);
};

describe("yamlOfTree", () => {
  it("folds a long sentence, keeps lines, and quotes what another parser would take for something else", () => {
    const tree = new Map<string, Tree>([
      ["long", "A sentence that does not fit into one line of eighty characters is folded between its words."],
      ["lines", "# Title\n\nWith  two spaces\n  and an indent.\n"],
      ["link", `https://docs.lumen.example/${"a".repeat(80)}`],
      ["200", ["1.0", "no", "12:30", "2024-01-01", "null", "~", ""]],
      ["bell", "\u0007"],
      ["empty", [new Map(), []]],
      ["large", 9007199254740993n],
    ]);
    expect(yamlOfTree(tree, { comment: "A comment." })).toMatchInlineSnapshot(`
      "# A comment.
      long: >-
        A sentence that does not fit into one line of eighty characters is folded
        between its words.
      lines: |
        # Title

        With  two spaces
          and an indent.
      link: https://docs.lumen.example/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
      '200':
        - '1.0'
        - 'no'
        - '12:30'
        - '2024-01-01'
        - 'null'
        - '~'
        - ''
      bell: "\\a"
      empty:
        - {}
        - []
      large: 9007199254740993
      "
    `);
  });

  it("writes every tree so that reading it gives the same values in the same order", () => {
    const law = fc.property(tree, (value) => {
      expect(inOrder(treeOf(yamlOfTree(value)))).toEqual(inOrder(value));
    });
    fc.assert(law, { numRuns: 300 });
  });

  it("reads any JSON, tabs and all, in its key order", () => {
    const law = fc.property(tree, fc.constantFrom("", "  ", "\t"), (value, indent) => {
      expect(inOrder(treeOf(jsonText(value, indent)))).toEqual(inOrder(value));
    });
    fc.assert(law, { numRuns: 300 });
  });
});
