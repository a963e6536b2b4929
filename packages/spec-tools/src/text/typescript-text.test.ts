import fc from "fast-check";
import ts from "typescript";
import { describe, expect, it } from "vitest";

import {
  Code,
  comment,
  identifier,
  literal,
  memberAccess,
  moduleLine,
  propertyName,
  stringLiteral,
} from "./typescript-text.ts";

const parsed = (text: string) => ts.createSourceFile("text.ts", text, ts.ScriptTarget.Latest, true);

const hostile = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      "*/",
      '"',
      "'",
      "`",
      "${",
      "}",
      "\\",
      "\n",
      "\r",
      "\u2028",
      "\u2029",
      "\u0085",
      "@ts-ignore",
      "/",
      "*",
      "\ud800",
    ),
    fc.string({ unit: "binary", maxLength: 2 }),
  ),
  maxLength: 12,
});

describe("stringLiteral", () => {
  it("is one literal of the same text, on one line", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const code = stringLiteral(text);
        expect(/[\r\n\u2028\u2029]/.test(code)).toBe(false);
        const [statement, ...others] = parsed(`${code};`).statements;
        expect(others).toEqual([]);
        const node = statement !== undefined && ts.isExpressionStatement(statement) ? statement.expression : undefined;
        expect(node !== undefined && ts.isStringLiteral(node) && node.text === text).toBe(true);
      }),
    );
  });

  it("shows what hides or turns text around", () => {
    expect(stringLiteral("a\u202eb\ufeff")).toBe(String.raw`"a\u202eb\ufeff"`);
  });
});

describe("comment", () => {
  it("is a comment and nothing else, and no directive", () => {
    fc.assert(
      fc.property(hostile, fc.constantFrom("", "  "), (text, indent) => {
        const file = parsed(`${comment(text, { indent })}const after = 1;\n`);
        expect(file.statements.length).toBe(1);
        const directives: unknown = Reflect.get(file, "commentDirectives");
        expect(directives).toBeUndefined();
      }),
    );
  });

  it("shows a vendor's tag as text, and ours as tags", () => {
    expect(comment("@deprecated says nobody; write to a@b.example", { tags: ["@deprecated"] })).toBe(
      "/**\n * \\@deprecated says nobody; write to a@b.example\n * @deprecated\n */\n",
    );
  });

  it("keeps lines, with an indent", () => {
    expect(comment("One.\r\n\r\nTwo.", { indent: "  " })).toBe("  /**\n   * One.\n   *\n   * Two.\n   */\n");
  });

  it("is nothing for nothing", () => {
    expect(comment(" \n")).toBe("");
  });
});

describe("identifier", () => {
  it.each(["a b", "", "1a", "a;b", "class", "await", 'a"'])("refuses %j", (name) => {
    expect(() => identifier(name)).toThrow(TypeError);
  });

  it.each(["a", "$a_1", "été"])("takes %s", (name) => {
    expect(identifier(name)).toBe(name);
  });
});

describe("names of members", () => {
  it("have quotes where they need them", () => {
    expect(["url", "x-y", "3d", ""].map(propertyName)).toEqual(["url", '"x-y"', '"3d"', '""']);
    expect(["url", "x-y"].map(memberAccess)).toEqual([".url", '["x-y"]']);
  });

  it("never set a prototype", () => {
    expect(literal(JSON.parse('{ "__proto__": 1 }'))).toBe('{ ["__proto__"]: 1 }');
  });
});

describe("literal", () => {
  it("is the data again when it runs", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        // JSON has no other number for it.
        const data = JSON.parse(JSON.stringify(value));
        const [statement] = parsed(`(${literal(data)});`).statements;
        expect(statement !== undefined && valueOf(statement)).toEqual(data);
      }),
    );
  });

  it("writes a member in full whose name is quoted as its value is", () => {
    expect(literal({ "": "", a: "a" })).toBe(`{ "": "", a: "a" }`);
  });

  it("breaks what does not fit on a line, and leaves out what is undefined", () => {
    const word = "w".repeat(60);
    expect(literal({ list: [word, word], name: new Code("name"), none: undefined, other: new Code("constant") })).toBe(
      `{\n  list: [\n    "${word}",\n    "${word}",\n  ],\n  name,\n  other: constant,\n}`,
    );
  });
});

const valueOf = (node: ts.Node): unknown => {
  if (ts.isExpressionStatement(node) || ts.isParenthesizedExpression(node)) return valueOf(node.expression);
  if (ts.isStringLiteral(node)) return node.text;
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (ts.isPrefixUnaryExpression(node)) return -Number(valueOf(node.operand));
  if (ts.isArrayLiteralExpression(node)) return node.elements.map(valueOf);
  if (ts.isObjectLiteralExpression(node))
    return Object.fromEntries(
      node.properties.flatMap((member) =>
        ts.isPropertyAssignment(member) ? [[nameOf(member.name), valueOf(member.initializer)]] : [],
      ),
    );
  const words: ReadonlyMap<ts.SyntaxKind, unknown> = new Map([
    [ts.SyntaxKind.TrueKeyword, true],
    [ts.SyntaxKind.FalseKeyword, false],
    [ts.SyntaxKind.NullKeyword, null],
  ]);
  return words.get(node.kind);
};

const nameOf = (name: ts.PropertyName): string => {
  if (ts.isComputedPropertyName(name)) return String(valueOf(name.expression));
  return ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : "";
};

describe("moduleLine", () => {
  it("is nothing without names, and as many lines as it takes", () => {
    expect(moduleLine("import", [], "./a.ts")).toBe("");
    expect(moduleLine("import type", ["A", "B"], "./a.ts")).toBe('import type { A, B } from "./a.ts";\n');
    const names = ["a".repeat(60), "b".repeat(60)];
    expect(moduleLine("export", names, "./a.ts")).toBe(`export {\n  ${names.join(",\n  ")},\n} from "./a.ts";\n`);
  });
});
