import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { capitalized, codeSpan, listText, nameText, pathPart, plainText, valueText } from "./text.ts";

const hostile = [
  "# heading",
  "a\n# heading",
  "![image](https://evil.example/x.png)",
  "[link](javascript:alert(1))",
  "<img src=x onerror=alert(1)>",
  "<!-- comment",
  "@everyone",
  "fixes #1",
  "genwait/genwait#1",
  "a ` b",
  "``` code",
  "`",
  "``",
  " leading and trailing ",
  "",
  "line\u2028separator",
  "right\u202eto left",
  "zero\u200bwidth",
  "\u001b[31mred",
  "\u0007bell",
  "lone \ud800 surrogate",
  "| cell |",
  "\\`",
  "&lt;",
  "\u00ad\u034f\u3164",
  "a\u00a0b",
];

/** One code span of one backtick, with none inside, and nothing that a terminal or an eye reads in another way. */
const spanPattern = /^`[^`\p{C}\p{Zl}\p{Zp}]+`$/u;

describe.each([
  ["nameText", nameText],
  ["valueText", valueText],
])("%s", (_, write) => {
  it.each(hostile)("writes %j as one code span without a backtick or anything invisible in it", (text) => {
    expect(write(text)).toMatch(spanPattern);
  });

  it("writes any text as one code span", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => spanPattern.test(write(text))),
      { numRuns: 2000 },
    );
  });
});

describe("a name", () => {
  it.each(["createDeck", "heat_curve", "X-Total", "GET /posters/{id}", "https://api.example/v1", "größe", "a b"])(
    "is written as it is where it is plain: %s",
    (name) => {
      expect(nameText(name)).toBe(`\`${name}\``);
    },
  );

  it("is a JSON string where it is not", () => {
    expect(nameText("a\nb")).toBe('`"a\\nb"`');
    expect(nameText("")).toBe('`""`');
    expect(nameText('say "x"')).toBe('`"say \\"x\\""`');
    expect(nameText("a`b")).toBe('`"a\\u0060b"`');
  });

  it("is cut where it would drown its sentence", () => {
    expect(nameText("a".repeat(200))).toBe(`\`${"a".repeat(100)}…\``);
  });
});

describe("a value", () => {
  it("differs to the eye from a text that looks like it", () => {
    expect(valueText("false")).toBe('`"false"`');
    expect(valueText(false)).toBe("`false`");
    expect(valueText(null)).toBe("`null`");
    expect(valueText("null")).toBe('`"null"`');
    expect(valueText({ a: [1] })).toBe('`{"a":[1]}`');
    expect(valueText(undefined)).toBe("nothing");
  });

  it("reads as the same JSON", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 1 }), (value) => {
        const text = valueText(value).slice(1, -1);
        return text.endsWith("…") || JSON.stringify(JSON.parse(text)) === JSON.stringify(value);
      }),
    );
  });
});

describe("other texts", () => {
  it("of a list are told with the word between the last two", () => {
    expect(listText([])).toBe("");
    expect(listText(["a"])).toBe("a");
    expect(listText(["a", "b", "c"])).toBe("a, b and c");
    expect(listText(["a", "b"], { word: "or" })).toBe("a or b");
    const many = Array.from({ length: 12 }, (_, index) => `${index}`);
    expect(listText(many, { unit: "more operations" })).toBe("0, 1, 2, 3, 4, 5, 6, 7 and 4 more operations");
  });

  it("of a path put what is no word in brackets", () => {
    expect(pathPart("url")).toBe("url");
    expect(pathPart("a.b")).toBe('["a.b"]');
    expect(codeSpan(pathPart("a`b"))).toMatch(spanPattern);
  });

  it("on a line of their own have nothing that steers a terminal", () => {
    expect(plainText("/a\u001b[31m`\n")).toBe("/a\u{FFFD}[31m\u{FFFD}\u{FFFD}");
  });

  it("begin with a capital", () => {
    expect(capitalized("the end")).toBe("The end");
    expect(capitalized("`the` end")).toBe("`the` end");
  });
});
