import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { mdAnchor, mdCell, mdCode, mdJson, mdLink, mdSentence, mdTable, mermaidText } from "./markdown-text.ts";
import { hostileLines, markdownSigns } from "./testing.ts";

const hostile = fc
  .array(fc.oneof(fc.constantFrom(...hostileLines), fc.constantFrom(" ", "\n", "\\", "`", "|", "pot"), fc.string()), {
    maxLength: 6,
  })
  .map((parts) => parts.join(""));

const runs = { numRuns: 200, seed: 9 };

describe("markdownSigns", () => {
  it("sees what a text means to Markdown and to GitHub", () => {
    expect(markdownSigns("# a\n\n<b>x</b> ![p](q) [l](m) @pots #1 `@pots` https://a.example")).toEqual([
      "root",
      "heading",
      "paragraph",
      "html",
      "<b>",
      "html",
      "</b>",
      "image q",
      "link m",
      "@pots",
      "#1",
      "link https://a.example",
      "https://a.example",
    ]);
  });
});

describe("mdSentence", () => {
  it("means nothing but its words, at the head of a line and behind our own", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const shown = mdSentence(text);
        expect(markdownSigns(`pot ${shown} pot`)).toEqual(["root", "paragraph"]);
        expect(markdownSigns(shown)).toEqual(shown === "" ? ["root"] : ["root", "paragraph"]);
        expect(markdownSigns(`- ${shown} pot`)).toEqual(["root", "list", "listItem", "paragraph"]);
        expect(shown).not.toMatch(/[\p{Cc}\p{Cs}\p{Bidi_Control}]/u);
      }),
      runs,
    );
  });

  it.each([
    ["Two\n\n  lines", "Two lines"],
    ["See [our page](https://pots.example), @pots.", "See our page (`https://pots.example`), `@pots`."],
    ["See [the other](/pots#other)", "See the other"],
    ["`true` or *false*, a_b and _c_", "`true` or \\*false\\*, a_b and \\_c\\_"],
    ["1. pot, closes #2", "1\\. pot, closes `#2`"],
    ["a < b && c > d", "a &lt; b &amp;&amp; c &gt; d"],
    ["- pot", "\\- pot"],
    ["5 @ 3", "5 `@` 3"],
  ])("writes %j as %j", (text, shown) => {
    expect(mdSentence(text)).toBe(shown);
  });

  it("stays as it is when it is written once more", () => {
    expect(mdSentence("The title of `createPot` is `a b`; it was `c`.")).toBe(
      "The title of `createPot` is `a b`; it was `c`.",
    );
  });

  it("takes as long as the text", () => {
    const text = `@${")".repeat(200_000)}x ${"[".repeat(200_000)} ${"[a](".repeat(50_000)}`;
    expect(mdSentence(text).length).toBeGreaterThan(200_000);
  });
});

describe("mdCode", () => {
  it("is one code span, whatever is in it", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        for (const code of [mdCode(text), mdJson({ [text]: text }, 400)]) {
          expect(markdownSigns(code)).toEqual(["root", "paragraph"]);
          expect(code).toMatch(/^`[^`\n\r]+`$/);
        }
      }),
      runs,
    );
  });

  it("writes a name as it is, and one with signs of its own as a JSON string", () => {
    expect(mdCode("data.media[].url")).toBe("`data.media[].url`");
    expect(mdCode("string | null")).toBe("`string | null`");
    expect(mdCode("pot` <img>\n")).toBe('`"pot\\u0060 <img>\\n"`');
    expect(mdCode("\u202e")).toBe('`"\\u202e"`');
    expect(mdCode("")).toBe('`""`');
    expect(mdJson("a`b", 40)).toBe('`"a\\u0060b"`');
  });
});

describe("mdTable", () => {
  it("keeps its columns, whatever is in a cell", () => {
    const row = ["tableRow", "tableCell", "tableCell", "tableCell"];
    fc.assert(
      fc.property(hostile, hostile, (one, other) => {
        const text = mdTable(
          ["a", "b", "c"],
          [
            ["x", mdCell(one), mdCode(other)],
            ["y", mdCode(one), "z"],
          ],
        );
        expect(markdownSigns(text)).toEqual(["root", "table", ...row, ...row, ...row]);
      }),
      runs,
    );
  });

  it("leaves out a column that is empty", () => {
    expect(mdTable(["a", "b"], [["1", ""]])).toBe("| a |\n| --- |\n| 1 |");
  });
});

describe("mdLink", () => {
  it("leads where we say, whatever its text is", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const signs = markdownSigns(`see ${mdLink(`pot ${text}`, "#pot")}`);
        expect(signs).toEqual(["root", "paragraph", "link #pot"]);
      }),
      runs,
    );
  });

  it("has an address without signs of Markdown", () => {
    expect(mdLink("`pot`", "https://pots.example/a(b) c")).toBe("[`pot`](https://pots.example/a%28b%29%20c)");
    expect(mdAnchor("Job pot.x_y-z `1`")).toBe("#job-potx_y-z-1");
  });
});

describe("mermaidText", () => {
  it("has no sign that a diagram or a fence would read", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(mermaidText(text)).toMatch(/^[\p{L}\p{M}\p{N} .,/_()*'=+;#-]*$/u);
        expect(markdownSigns(`\`\`\`mermaid\n${mermaidText(text)}\n\`\`\``)).toEqual(["root", "code"]);
      }),
      runs,
    );
    expect(mermaidText("a: b; #1 `x`")).toBe("a#58; b#59; #35;1 #96;x#96;");
  });
});
