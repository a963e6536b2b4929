import { fileURLToPath } from "node:url";

import fc from "fast-check";
import ts from "typescript";
import { describe, expect, it } from "vitest";

import { isJsonList, isJsonObject, type Json, type JsonObject } from "../openapi/json.ts";
import { mergeSpec } from "../openapi/spec-folder.ts";
import { hostileTexts as hostileMarkdown, markdownSigns } from "../text/testing.ts";
import { type Files, generatePackage } from "./generated-package.ts";

// Each would run, or switch something off, if it got out of the literal or the comment that it belongs into.
const hostileTexts: readonly string[] = [
  "*/ evil(); /*",
  '"; evil(); "',
  "'; evil(); '",
  "`; evil(); `",
  "${evil()}",
  "\nevil();\n",
  "\revil();\r",
  "\u2028evil();\u2028",
  "}; evil(); {",
  "]; evil(); [",
  ": evil; evil",
  "\\",
  "@ts-ignore",
  "\n@ts-ignore",
  "\u2028@ts-ignore",
  "\r@ts-expect-error",
  "// @ts-nocheck",
  "```\nevil();\n```",
  ...hostileMarkdown,
];

/** A text in its place that means nothing to anybody; a slash would end a token of a JSON Pointer, so it stays. */
const tameOf = (hostile: string): string => hostile.replaceAll(/[^/]+/g, "Tame");

/** Where a string stands in a document: the members that lead to it, and whether it is itself a member's name. */
interface Place {
  readonly path: readonly (string | number)[];
  readonly isKey: boolean;
}

const placesIn = (value: Json, path: Place["path"] = []): readonly Place[] => {
  if (typeof value === "string") return [{ path, isKey: false }];
  if (isJsonList(value)) return value.flatMap((entry, index) => placesIn(entry, [...path, index]));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([name, member]) => [
    { path: [...path, name], isKey: true },
    ...placesIn(member, [...path, name]),
  ]);
};

const changed = (value: Json, { path: [first, ...rest], isKey }: Place, change: (text: string) => string): Json => {
  if (first === undefined) return typeof value === "string" ? change(value) : value;
  const place = { path: rest, isKey };
  if (isJsonList(value)) return value.map((entry, index) => (index === first ? changed(entry, place, change) : entry));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      if (name !== first) return [name, member];
      return isKey && rest.length === 0 ? [change(name), member] : [name, changed(member, place, change)];
    }),
  );
};

const made = async (document: Json): Promise<Files | undefined> => {
  if (!isJsonObject(document)) return undefined;
  try {
    return await generatePackage({
      name: "oven",
      document,
      facts: [],
      place: { folder: "packages/oven-client", root: "../..", specFolder: "specs/oven", isPrivate: false },
      version: "1.0.0",
    });
  } catch {
    // A refusal is right. Nothing has checked these declarations of jobs, so one that cannot be read is thrown at, too.
    return undefined;
  }
};

/** A member is the same whether its name needs quotes or not. */
const kindOf = (node: ts.Node): string => {
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) return "access to a member";
  const { parent } = node;
  const isDeclared = (ts.isPropertySignature(parent) || ts.isPropertyAssignment(parent)) && parent.name === node;
  const isAccessed =
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isElementAccessExpression(parent) && parent.argumentExpression === node && ts.isStringLiteral(node));
  return isDeclared || isAccessed ? "name of a member" : (ts.SyntaxKind[node.kind] ?? "");
};

/** What a file is made of: kinds of nodes in their order, the names in it, and the directives to the compiler. */
const shapeOf = (path: string, text: string) => {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const kinds: string[] = [];
  const names = new Set<string>();
  const texts = new Set<string>();
  const visit = (node: ts.Node): void => {
    kinds.push(kindOf(node));
    if (ts.isIdentifier(node)) names.add(node.text);
    if (ts.isStringLiteral(node)) texts.add(node.text);
    node.forEachChild(visit);
  };
  file.forEachChild(visit);
  const syntaxErrors: unknown = Reflect.get(file, "parseDiagnostics");
  const directives: unknown = Reflect.get(file, "commentDirectives");
  return {
    kinds,
    names,
    texts,
    syntaxErrors: Array.isArray(syntaxErrors) ? syntaxErrors.length : -1,
    directives: Array.isArray(directives) ? directives.length : 0,
  };
};

const sources = (files: Files): readonly (readonly [string, string])[] =>
  [...files].filter(([path]) => path.endsWith(".ts"));

const expectSameCode = (hostile: Files, harmless: Files): void => {
  expect([...hostile.keys()]).toEqual([...harmless.keys()]);
  expect(markdownSigns(hostile.get("README.md") ?? "")).toEqual(markdownSigns(harmless.get("README.md") ?? ""));
  for (const [path, text] of sources(hostile)) {
    const [found, wanted] = [shapeOf(path, text), shapeOf(path, harmless.get(path) ?? "")];
    const strangers = [...found.names].filter((name) => !wanted.names.has(name) && !wanted.texts.has(name));
    expect({
      path,
      syntaxErrors: found.syntaxErrors,
      directives: found.directives,
      kinds: found.kinds,
      strangers,
    }).toEqual({
      path,
      syntaxErrors: 0,
      directives: wanted.directives,
      kinds: wanted.kinds,
      strangers: [],
    });
  }
};

const fixtures = fileURLToPath(new URL("../../../../apps/contract/fixtures", import.meta.url));

const documentOf = async (name: string): Promise<JsonObject> => (await mergeSpec(`${fixtures}/${name}`)).document;

describe("a hostile text in a document", () => {
  it.each(["kiln", "loom"])(
    "is a literal, a comment or plain words in every generated file, wherever it stands in %s",
    async (name) => {
      const document = await documentOf(name);
      const places = placesIn(document);
      const place = fc.constantFrom(...places);
      const change = fc.constantFrom<(hostile: string) => (text: string) => string>(
        (hostile) => (text) => `${text}${hostile}`,
        (hostile) => (text) => `${hostile}${text}`,
        (hostile) => () => hostile,
      );
      await fc.assert(
        fc.asyncProperty(place, change, fc.constantFrom(...hostileTexts), async (where, how, text) => {
          const hostile = await made(changed(document, where, how(text)));
          if (hostile === undefined) return;
          const harmless = await made(changed(document, where, how(tameOf(text))));
          expect(harmless).toBeDefined();
          if (harmless !== undefined) expectSameCode(hostile, harmless);
        }),
        { numRuns: 40, seed: 20_261_128 },
      );
    },
  );
});
