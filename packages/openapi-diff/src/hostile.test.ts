import { expect, it } from "vitest";

import type { Change } from "./change.ts";
import { changelogMarkdown } from "./changelog.ts";
import { diffDocuments } from "./diff.ts";
import { renderMarkdown, renderText } from "./rendering.ts";
import { type CorpusCase, readCorpus } from "../corpus/corpus.ts";

/** Puts a text into every name and text of a document that is its author's, and not the specification's. */
const filled = (value: unknown, text: string, isNamed = false): unknown => {
  if (Array.isArray(value)) return value.map((entry) => filled(entry, text));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]): readonly [string, unknown] => {
      if (authored.has(name) && typeof member === "string") return [name, `${member}${text}`];
      if ((name === "enum" || name === "tags") && Array.isArray(member)) {
        return [
          name,
          member.map((entry: unknown) => (typeof entry === "string" ? `${entry}${text}` : filled(entry, text))),
        ];
      }
      const key = isNamed && name !== "default" && !/^\d/.test(name) ? `${name}${text}` : name;
      return [key, filled(member, text, maps.has(name))];
    }),
  );
};

const authored = new Set([
  "title",
  "description",
  "summary",
  "default",
  "const",
  "example",
  "operationId",
  "version",
  "pattern",
  "format",
]);
const maps = new Set(["properties", "links", "callbacks", "encoding", "variables", "scopes", "patternProperties"]);

/** What is left of a text without its code spans. */
const skeleton = (text: string): string => text.replaceAll(/`[^`\n]*`/g, "``").replaceAll(/^ +[a-z-]+ \/.*$/gm, "");

const hostile = [
  "\n# heading\n",
  "![i](https://evil.example)[l](javascript:x)",
  "<img src=x onerror=alert(1)><!--",
  " @octocat fixes #1",
  "` and ``` ",
  "\u001b[31m\u202e\u200b\u2028",
  "` was removed.\n- `x",
];

/** A case for each kind of change. */
const casesOfKinds = (): readonly CorpusCase[] => {
  const seen = new Set<string>();
  return readCorpus().filter(({ from, to }) => {
    const fresh = diffDocuments(from, to).filter(({ code }) => !seen.has(code));
    for (const { code } of fresh) seen.add(code);
    return fresh.length > 0;
  });
};

const cases = casesOfKinds();

it.each(hostile)("no name or text of a document changes what a sentence says: %j", (text) => {
  const compared = cases.filter(({ from, to }) => {
    const [tame, wild] = ["TAME", text].map((each) => diffDocuments(filled(from, each), filled(to, each)));
    // Letters make two names near each other or not, which is another change.
    const isSame = codesOf(tame ?? []) === codesOf(wild ?? []);
    for (const render of isSame ? [renderText, renderMarkdown, changelogMarkdown] : []) {
      const [expected, actual] = [render(tame ?? []), render(wild ?? [])];
      expect(skeleton(actual)).toBe(skeleton(expected));
      expect(actual).not.toMatch(/[^\P{C}\n]|[\p{Zl}\p{Zp}]/u);
    }
    return isSame;
  });
  expect(compared.length).toBeGreaterThan(80);
});

const codesOf = (changes: readonly Change[]): string => changes.map(({ code }) => code).join();
