import { pointerTokens } from "@genwait/lifecycle";
import { describe, expect, it } from "vitest";

import { bumpOf, type Change } from "./change.ts";
import { changelogEntries, changelogMarkdown } from "./changelog.ts";
import { diffDocuments } from "./diff.ts";
import { changeKinds } from "./kinds.ts";
import { renderMarkdown, renderText } from "./rendering.ts";
import { sentenceOf } from "./report.ts";
import { type CorpusCase, readCorpus } from "../corpus/corpus.ts";

const cases = readCorpus();
const compared = cases.map((single) => ({ single, changes: diffDocuments(single.from, single.to) }));

describe("the corpus of single changes", () => {
  it("is judged right in every case", () => {
    const wrong = compared.filter(({ single, changes }) => bumpOf(changes) !== single.bump);
    expect(wrong.map(({ single, changes }) => `${single.name}: ${bumpOf(changes)}, not ${single.bump}`)).toEqual([]);
  });

  it("has every label, a reason for each, and no two cases of one name", () => {
    expect(new Set(cases.map(({ bump }) => bump))).toEqual(new Set(["major", "minor", "patch", "none"]));
    expect(cases.filter(({ why }) => !why.endsWith("."))).toEqual([]);
    const names = cases.map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it("has every kind of change", () => {
    const seen = new Set<string>(compared.flatMap(({ changes }) => changes.map(({ code }) => code)));
    expect(Object.keys(changeKinds).filter((code) => !seen.has(code))).toEqual([]);
  });

  it("has no change whose bump the table of kinds does not name", () => {
    const wrong = compared.flatMap(({ changes }) =>
      changes.filter(({ code, bump }) => !bumpsOf(code).includes(bump)).map(({ code, bump }) => `${code}: ${bump}`),
    );
    expect(new Set(wrong)).toEqual(new Set());
  });

  it("gives a pointer that leads into one of the two documents, or to a member that could stand there", () => {
    const lost = compared.flatMap(({ single, changes }) =>
      changes
        .filter(({ subject }) => !leads(single.to, subject.pointer) && !leads(single.from, subject.pointer))
        .map(({ code, subject }) => `${single.name}: ${code} ${subject.pointer}`),
    );
    expect(lost).toEqual([]);
  });

  it("names an operation for every change but those of the document, of webhooks and of types", () => {
    const nameless = compared.flatMap(({ changes }) => changes.filter(isNameless).map(({ code }) => code));
    expect(new Set(nameless)).toEqual(new Set());
  });

  it("has a sentence for every change, and what to do for every major one", () => {
    const changes = compared.flatMap((each) => each.changes);
    expect(changes.map(sentenceOf).filter((text) => !/^[A-Z`].*\.$/su.test(text))).toEqual([]);
    const entries = changes.flatMap((change) => changelogEntries([change]));
    expect(entries.filter(({ sentence }) => !/^[A-Z].*\.$/su.test(sentence))).toEqual([]);
    expect(entries.filter(({ bump, hint }) => (bump === "major") !== (hint !== undefined))).toEqual([]);
  });

  it("reads the other way round without an error, and the same document as no change", () => {
    for (const { from, to } of cases) {
      expect(diffDocuments(from, structuredClone(from))).toEqual([]);
      const wire = { types: false };
      expect(diffDocuments(to, from, wire).length === 0).toBe(diffDocuments(from, to, wire).length === 0);
    }
  });

  it("asks for no more without types than with them", () => {
    const more = cases.filter(({ from, to }) => {
      const wire = bumpOf(diffDocuments(from, to, { types: false }));
      const typed = bumpOf(diffDocuments(from, to));
      return order.indexOf(wire) < order.indexOf(typed);
    });
    expect(more).toEqual([]);
  });

  it("is told in these words", async () => {
    const texts = [...examples()].map(({ single, change }) => {
      const [entry] = changelogEntries([change]);
      const hint = entry?.hint === undefined ? "" : `- to do: ${entry.hint}\n`;
      return `## ${change.code}\n\n${single.name} (${change.bump})\n\n- report: ${sentenceOf(change)}\n- changelog: ${entry?.sentence ?? ""}\n${hint}`;
    });
    await expect(`# What changes are called\n\n${texts.join("\n")}`).toMatchFileSnapshot("../corpus/texts.md");
  });

  it("is rendered whole", () => {
    for (const { changes } of compared) {
      expect(renderText(changes)).toMatch(/^(?:major|minor|patch|none): /);
      expect(renderMarkdown(changes)).toMatch(/^\*\*(?:major|minor|patch|none)\*\*/);
      expect(changelogMarkdown(changes) === "").toBe(changes.length === 0);
    }
  });
});

const order = ["major", "minor", "patch", "none"];

const bumpsOf = (code: Change["code"]): readonly string[] => changeKinds[code].bumps;

/** The first case of each kind of change, of each bump. */
function* examples(): Generator<{ readonly single: CorpusCase; readonly change: Change }> {
  for (const code of Object.keys(changeKinds)) {
    const bumps = new Set<string>();
    for (const { single, changes } of compared) {
      for (const change of changes) {
        if (change.code !== code || bumps.has(change.bump)) continue;
        bumps.add(change.bump);
        yield { single, change };
      }
    }
  }
}

const isNameless = ({ subject, code }: Change): boolean =>
  subject.operations.length === 0 &&
  !code.startsWith("type-name-") &&
  !code.startsWith("error-rule") &&
  subject.uses.every(
    ({ place }) => !["document", "security-scheme", "webhook"].includes(place.in) && place.within?.kind !== "webhook",
  );

/** A pointer to a keyword that is missing leads to the schema that could have it. */
const leads = (document: unknown, pointer: string): boolean => {
  let value = document;
  const tokens = pointerTokens(pointer);
  for (const [index, token] of tokens.entries()) {
    if (typeof value !== "object" || value === null) return false;
    if (!Object.hasOwn(value, token))
      return index === tokens.length - 1 || token === "has" || token === "state" || token === "items";
    value = Reflect.get(value, token);
  }
  return true;
};
