import { describe, expect, it } from "vitest";

import { parseTree } from "./parse-tree.ts";
import { inOrder, treeOf } from "./testing.ts";

const fault = (text: string): unknown => {
  const { ok, ...rest } = parseTree(text);
  return ok ? "read" : rest;
};

describe("parseTree", () => {
  it("keeps keys that look like numbers where they stand, and as they are written", () => {
    expect(inOrder(treeOf('default: 1\n"404": 2\n200: 3\n1.10: 4\nyes: 5'))).toEqual({
      mapping: [
        ["default", 1],
        ["404", 2],
        ["200", 3],
        ["1.10", 4],
        ["yes", 5],
      ],
    });
  });

  it("keeps integers that a JavaScript number cannot hold", () => {
    expect(treeOf('{"maximum":9223372036854775807,"minimum":-9007199254740991}')).toEqual(
      new Map<string, unknown>([
        ["maximum", 9223372036854775807n],
        ["minimum", -9007199254740991],
      ]),
    );
  });

  it("takes prototype keys for keys", () => {
    const tree = treeOf('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}');
    expect(inOrder(tree)).toMatchObject({
      mapping: [
        ["__proto__", expect.anything()],
        ["constructor", expect.anything()],
      ],
    });
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });

  it("follows aliases to the nearest anchor above, and merges <<", () => {
    expect(inOrder(treeOf("a: &x 1\nb: &y [*x]\nc: &x 2\nd: *y\ne: *x\nf: { <<: { k: 1, l: 2 }, l: 3 }"))).toEqual(
      inOrder(treeOf("a: 1\nb: [1]\nc: 2\nd: [1]\ne: 2\nf: { k: 1, l: 3 }")),
    );
  });

  it("refuses aliases that expand without end", () => {
    const levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"];
    for (let level = 1; level < 10; level += 1) levels.push(`a${level}: &a${level} [${`*a${level - 1}, `.repeat(10)}]`);
    expect(fault(levels.join("\n"))).toMatchInlineSnapshot(`
      {
        "line": 1,
        "tooLarge": true,
        "why": "its aliases expand to more than any API document holds",
      }
    `);
    const long = `a: &a ${"x".repeat(100_000)}\nb: [${"*a, ".repeat(1000)}]`;
    expect(fault(long)).toMatchObject({ tooLarge: true });
  });

  it("refuses an alias that contains itself, and brackets without end", () => {
    expect(fault("a: &a\n  - *a")).toMatchInlineSnapshot(`
      {
        "line": 2,
        "tooLarge": true,
        "why": "it is nested too deeply, or an alias contains itself",
      }
    `);
    expect(fault("[".repeat(100_000))).toMatchObject({ tooLarge: true });
    expect(fault(`${"[".repeat(400)}${"]".repeat(400)}`)).toMatchObject({ tooLarge: true });
  });

  it("says what is wrong, and on which line", () => {
    expect(fault("a: 1\nb: [1, 2\nc: 3")).toMatchInlineSnapshot(`
      {
        "line": 3,
        "tooLarge": false,
        "why": "Flow sequence in block collection must be sufficiently indented and end with a ]",
      }
    `);
    expect(fault("a: 1\na: 2")).toMatchInlineSnapshot(`
      {
        "line": 2,
        "tooLarge": false,
        "why": "the key "a" stands twice in one mapping",
      }
    `);
    expect(fault('{"200": 1, "a": 2,\n 200: 3}')).toMatchInlineSnapshot(`
      {
        "line": 2,
        "tooLarge": false,
        "why": "the key "200" stands twice in one mapping",
      }
    `);
    expect(fault('{"a": 1,\n "b": 2,\n "a": 3}')).toMatchInlineSnapshot(`
      {
        "line": 3,
        "tooLarge": false,
        "why": "the key "a" stands twice in one mapping",
      }
    `);
    expect(fault("a: *b")).toMatchInlineSnapshot(`
      {
        "line": 1,
        "tooLarge": false,
        "why": "the alias *b has no anchor above it",
      }
    `);
    expect(fault("a: 1\nb: .nan")).toMatchInlineSnapshot(`
      {
        "line": 2,
        "tooLarge": false,
        "why": ".nan is no value that JSON has",
      }
    `);
    expect(fault("a: !!binary aGk=")).toMatchInlineSnapshot(`
      {
        "line": 1,
        "tooLarge": false,
        "why": "aGk= is no value that JSON has",
      }
    `);
    expect(fault("a: !include secrets.yaml")).toMatchInlineSnapshot(`
      {
        "line": 1,
        "tooLarge": false,
        "why": "Unresolved tag: !include",
      }
    `);
    expect(fault("a: 1\n---\nb: 2")).toMatchInlineSnapshot(`
      {
        "line": 2,
        "tooLarge": false,
        "why": "Source contains multiple documents",
      }
    `);
    expect(fault("? [1, 2]\n: 3")).toMatchInlineSnapshot(`
      {
        "line": 1,
        "tooLarge": false,
        "why": "a key is missing, or is no plain text",
      }
    `);
  });
});
