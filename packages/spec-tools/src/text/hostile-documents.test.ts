import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";

import { diffDocuments, DocumentError } from "@genwait/openapi-diff";

import { changesetOfApi } from "../changeset/changeset-of-api.ts";
import { jobWordsOf } from "../changeset/job-words.ts";
import { CommandError } from "../command.ts";
import { reportMarkdown, reportText } from "../diff/report.ts";
import { apiDiffOf } from "../diff/spec-change.ts";
import { originsOf } from "../docs/origins.ts";
import { pageOfApi } from "../docs/page-of-api.ts";
import { isJsonList, isJsonObject, type Json, type JsonObject } from "../openapi/json.ts";
import { mergeSpec } from "../openapi/spec-folder.ts";
import { roleOfValue, type Role } from "../openapi/document-walk.ts";
import { ownExtensions } from "../openapi/own-extensions.ts";
import { hostileLines, markdownSigns } from "./testing.ts";

const root = fileURLToPath(new URL("../../../../", import.meta.url));
const specs = await Promise.all(
  ["specs/gamma", "apps/contract/fixtures/kiln"].map(async (folder) => {
    const spec = await mergeSpec(root + folder);
    return { ...spec, spec, origins: originsOf(spec) };
  }),
);

/** What is made of a document; undefined where it is refused, which is right as well. */
const made = <Result>(make: () => Result): Result | undefined => {
  try {
    return make();
  } catch (error) {
    if (error instanceof CommandError || error instanceof DocumentError) return undefined;
    throw error;
  }
};

/** A document with other texts and names, each as `change` has it; what is ours stays. */
const changed = (document: JsonObject, change: (text: string, isName: boolean, key: string) => string): JsonObject => {
  const walk = (value: Json, role: Role, key: string): Json => {
    if (typeof value === "string") return change(value, false, key);
    if (isJsonList(value)) return value.map((entry) => walk(entry, role, key));
    if (!isJsonObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => {
        if (ownExtensions.includes(name)) return [name, member];
        const inside = walk(member, roleOfValue(role, name, member), name);
        return [role === "object" ? name : change(name, true, key), inside];
      }),
    );
  };
  const result = walk(document, "object", "");
  return isJsonObject(result) ? result : {};
};

const prose: ReadonlySet<string> = new Set(["title", "summary", "description", "example", "default"]);

interface Copy {
  readonly what: string;
  readonly document: JsonObject;
}

/** Copies with a hostile text in every place of prose, another one in each, turned so that each place meets several. */
const copiesOfProse = (document: JsonObject): readonly Copy[] =>
  Array.from({ length: 6 }, (_, turn) => {
    let count = turn * 7;
    const put = (text: string, isName: boolean, key: string): string => {
      if (isName || !prose.has(key)) return text;
      count += 1;
      const hostile = hostileLines[count % hostileLines.length] ?? "";
      return turn % 2 === 0 ? `${text} ${hostile}` : `${hostile} ${text}`;
    };
    return { what: `turn ${turn}`, document: changed(document, put) };
  });

/** Copies with one other text or name each, spread evenly over the document. */
const copiesOfNames = (document: JsonObject, copies: number): readonly Copy[] => {
  let places = 0;
  changed(document, (text) => {
    places += 1;
    return text;
  });
  return Array.from({ length: copies }, (_, copy) => {
    const wanted = Math.floor((copy * places) / copies);
    let place = -1;
    let what = "";
    const put = (text: string): string => {
      place += 1;
      if (place !== wanted) return text;
      what = `${text}${hostileLines[copy % hostileLines.length] ?? ""}`;
      return what;
    };
    const other = changed(document, put);
    return { what: JSON.stringify(what), document: other };
  });
};

/** What our own pages are made of; whatever else appears is the vendor's. */
const ours =
  /^(?:root|paragraph|heading|table|tableRow|tableCell|list|listItem|strong|code|thematicBreak|break|html|<!-- Made by .*-->|<a id="[uado]\d*">|<\/a>|<br>|<\/?sub>|<\/?details>|<\/?summary>.*|<details><summary>.*|link (?:#[\p{L}\p{N}_-]*|openapi\.yaml|overlay\.yaml|\.\.\/\.\.\/packages\/[\w-]+\/README\.md(?:#errors)?))$/u;

const strangersAmong = (signs: readonly string[]): readonly string[] =>
  signs.filter((sign) => !sign.split("\n").every((line) => ours.test(line)));

const strangers = (text: string): readonly string[] => strangersAmong(markdownSigns(text));

const headingsAmong = (signs: readonly string[]): number => signs.filter((sign) => sign === "heading").length;

describe.each(specs)("hostile texts in the document of $name", ({ spec, origins }) => {
  const tame = markdownSigns(pageOfApi(spec, origins, []));

  it("are texts and nothing else on its page", { timeout: 60_000 }, () => {
    expect(strangersAmong(tame)).toEqual([]);
    let pages = 0;
    for (const { what, document } of [...copiesOfProse(spec.document), ...copiesOfNames(spec.document, 12)]) {
      const page = made(() => pageOfApi({ ...spec, document }, origins, []));
      if (page === undefined) continue;
      pages += 1;
      const signs = markdownSigns(page);
      expect([what, ...strangersAmong(signs)]).toEqual([what]);
      expect([what, headingsAmong(signs) <= headingsAmong(tame)]).toEqual([what, true]);
    }
    expect(pages).toBeGreaterThanOrEqual(6);
  });

  it("are texts and nothing else in a pull request and in a changeset", { timeout: 60_000 }, () => {
    for (const { what, document } of [...copiesOfProse(spec.document), ...copiesOfNames(spec.document, 60)]) {
      const diff = made(() => apiDiffOf(spec.name, diffDocuments(spec.document, document), []));
      if (diff === undefined) continue;
      const report = { base: { name: "HEAD" }, isSame: false, apis: [diff] };
      const body = markdownSigns(reportMarkdown(report));
      const text = (changesetOfApi(diff, jobWordsOf(document, spec.name))?.text ?? "").replace(/^---\n.*\n---\n/, "");
      const changeset = markdownSigns(text);
      expect([what, ...strangersAmong(body), ...strangersAmong(changeset)]).toEqual([what]);
      const headings = [headingsAmong(body), headingsAmong(changeset)];
      expect([what, ...headings]).toEqual([what, diff.changes.length === 0 ? 1 : 2, 0]);
      expect([what, /(?!\n)\p{Cc}|[\p{Cs}\p{Bidi_Control}]/u.test(reportText(report))]).toEqual([what, false]);
    }
  });
});

it("has only addresses of ours on the pages that the repository holds", async () => {
  for (const name of ["gamma", "affogato"]) {
    const page = await readFile(`${root}specs/${name}/README.md`, "utf8");
    const [, document = "", sources = ""] = /^([\s\S]*)\n## Sources\n([\s\S]*)$/.exec(page) ?? [];
    expect(strangers(document)).toEqual([]);
    expect(strangers(sources).filter((sign) => !/^(?:link )?https:\/\//.test(sign))).toEqual([]);
  }
});
