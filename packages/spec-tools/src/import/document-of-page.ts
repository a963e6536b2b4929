import { upgrade } from "@scalar/openapi-upgrader";

import { ImportError } from "./import-error.ts";
import { conflictError, mergeDocuments } from "./merge-documents.ts";
import { excerptOfTree } from "./excerpt-of-tree.ts";
import { isList, isMapping, type Mapping, memberOf, type Tree } from "./tree.ts";
import { looksLikeHtml, specInHtml } from "./spec-in-html.ts";
import { asThreeOne, type NewFeature } from "./three-two.ts";
import { parseTree } from "./parse-tree.ts";
import { type Fence, findFences } from "./find-fences.ts";

/**
 * The one OpenAPI document of a page: its fences are united, since GitBook gives each operation of a page a fence of its own.
 *
 * @param tell hears what was done to a document
 * @throws {ImportError} `two-specs` when the fences belong to different documents, and for whatever else can be wrong with a page
 */
export const documentOfPage = (text: string, name: string, tell?: (note: string) => void): Mapping => {
  const documents = documentsOfPage(text, name, tell).map(({ document, line }) => ({ document, name: `line ${line}` }));
  const { merged, conflicts } = mergeDocuments(documents);
  const other = conflicts.find(({ pointer }) => /^\/(?:openapi|info)(?:\/|$)/.test(pointer));
  if (other !== undefined) throw twoSpecs(name, other);
  if (conflicts.length > 0)
    throw conflictError(`the specs in ${name}`, conflicts, "Save the page, mend it, and import the file.");
  return merged;
};

const twoSpecs = (
  page: string,
  { names, pointer }: { readonly names: readonly [string, string]; readonly pointer: string },
): ImportError =>
  new ImportError(
    "two-specs",
    `Failed to import ${page}: it holds two different specs, at ${names[0]} and ${names[1]}: ${pointer} differs. Save the page, keep one of them, and import the file.`,
  );

/** An OpenAPI document as a page embeds it. */
export interface FoundDocument {
  readonly document: Mapping;
  /** The line of the page it begins on, counted from 1. */
  readonly line: number;
}

/**
 * Finds the OpenAPI documents in what was read: a plain YAML or JSON file, or a Markdown page with one or several fences, as Mintlify
 * (`yaml get /path`) and GitBook (`json`) write them. Other fences, such as example responses, are passed over.
 *
 * @param name the page's address or file, for messages
 * @throws {ImportError} when there is none, or one cannot be read
 */
export const documentsOfPage = (text: string, name: string, tell?: (note: string) => void): FoundDocument[] => {
  if (text.trim() === "")
    throw new ImportError(
      "no-spec",
      `Failed to import ${name}: it is empty. Import the page that shows the operation.`,
    );
  if (looksLikeHtml(text)) {
    const found = specInHtml(text);
    if (found?.is === "text") return [read({ body: found.text, line: found.line, name }, tell)];
    throw htmlPage(name, found?.address);
  }
  if (isPlainDocument(text, name)) return [read({ body: text, line: 1, name }, tell)];
  const fences = findFences(text).filter(isSpecFence);
  if (fences.length === 0) throw noSpec(text, name);
  return fences.map((fence) => {
    if (!fence.closed) throw cutOff(name, fence.line);
    return read({ body: fence.body, line: fence.line, name }, tell);
  });
};

const read = (
  { body, line, name }: { readonly body: string; readonly line: number; readonly name: string },
  tell: ((note: string) => void) | undefined,
): FoundDocument => {
  const parsed = parseTree(body);
  if (parsed.ok) return { document: openApiDocument(parsed.tree, `${name} (line ${line})`, tell), line };
  const at = line + parsed.line - 1;
  if (parsed.tooLarge)
    throw new ImportError(
      "too-large",
      `Failed to import ${name}: at line ${at} ${parsed.why}. Import a document without it.`,
    );
  throw new ImportError(
    "broken",
    `Failed to import ${name}: its spec cannot be read at line ${at}: ${parsed.why}. Report it to the vendor, or mend a copy and import that.`,
  );
};

/** A file that says so by its name, one that opens a JSON object, or one that names its version without being a page with fences. */
const isPlainDocument = (text: string, name: string): boolean => {
  if (/\.(?:ya?ml|json)$/i.test(name.replace(/[?#].*$/s, ""))) return true;
  // A page that begins with a block of GitBook's, such as {% tabs %}, is a page.
  if (/^\s*\{(?!%)/.test(text)) return true;
  const head = text.slice(0, 20_000).replace(/^(?:[ \t]*(?:#.*|---[ \t]*|%YAML.*)?\r?\n)+/, "");
  return (
    versionAtRoot.test(head.split("\n", 1)[0] ?? "") || (versionAtRoot.test(text) && findFences(text).length === 0)
  );
};

/** Not `openapi: get /jobs`, which the front matter of a documentation page's source says. */
const versionAtRoot = /^["']?(?:openapi|swagger)["']?[ \t]*:[ \t]*["']?\d/m;

/** `yaml get /jobs/{id}`, `yaml openapi.json POST /jobs`, `json get /jobs`: how Mintlify opens the fence of an operation. */
const operationInfo = /^(ya?ml|json)\s+(?:.*\s)?(?:get|put|post|delete|options|head|patch|trace|webhook)\s+\S+$/i;

const isSpecFence = ({ info, body }: Fence): boolean => {
  const language = info.split(/\s/)[0]?.toLowerCase() ?? "";
  if (!["yaml", "yml", "json", ""].includes(language)) return false;
  const saysVersion = /(?:^|[\s{,])["']?(?:openapi|swagger)["']?\s*:\s*["']?\d/m.test(body);
  if (info.length < 1000 && operationInfo.test(info))
    return saysVersion || /^\s*(?:\{\s*)?["']?paths["']?\s*:/.test(body) || language !== "json";
  return saysVersion && isWholeDocument(body);
};

/** An example may well contain the word: the document itself has it at its root, also when it cannot be read. */
const isWholeDocument = (body: string): boolean => {
  if (/^\s*(?:\{\s*|---\s*)?["']?(?:openapi|swagger)["']?\s*:/.test(body)) return true;
  const parsed = parseTree(body);
  return parsed.ok && isMapping(parsed.tree) && (parsed.tree.has("openapi") || parsed.tree.has("swagger"));
};

const noSpec = (text: string, name: string): ImportError => {
  const source = /^---\r?\n[\s\S]*?^openapi:\s*(.+)$[\s\S]*?^---\s*$/m.exec(text.slice(0, 20_000))?.[1];
  const block = /\{%\s*(?:openapi|swagger)[\w-]*\s[^%]*?\bsrc="([^"]{1,300})"/.exec(text)?.[1];
  if (block !== undefined) {
    return new ImportError(
      "no-spec",
      `Failed to import ${name}: the page only shows operations of the file ${JSON.stringify(block)}. Import that file.`,
    );
  }
  const why =
    source === undefined
      ? "the page holds no OpenAPI document: no fence with one, and it is none itself. Import the Markdown of the page that shows the operation (its address with .md behind)."
      : `the page is the source of a documentation page and only names its operation (${source.trim()}). Import the page as it is published, or the OpenAPI file itself.`;
  return new ImportError("no-spec", `Failed to import ${name}: ${why}`);
};

const htmlPage = (name: string, address: string | undefined): ImportError =>
  new ImportError(
    "html",
    address === undefined
      ? `Failed to import ${name}: it is an HTML page without a spec in it, made for browsers. Import its Markdown, usually the same address with .md behind, or the OpenAPI file that it shows.`
      : `Failed to import ${name}: it is an HTML page, and its spec stands at ${JSON.stringify(address)}. Import that.`,
  );

const cutOff = (name: string, line: number): ImportError =>
  new ImportError(
    "broken",
    `Failed to import ${name}: the fence that opens above line ${line} never closes, so the page is cut off. Read it again.`,
  );

/**
 * The tree as an OpenAPI document, or the reason why it is none. Only what merging stands on is looked at: the rest is for the linter,
 * which sees the document with its overlay.
 *
 * @param place the page, and the line in it
 * @param tell hears what was done to the document
 * @throws {ImportError} `older-dialect`, `version` or `no-spec`
 */
export const openApiDocument = (tree: Tree, place: string, tell?: (note: string) => void): Mapping => {
  if (!isMapping(tree)) throw noDocument(place, `it is ${excerptOfTree(tree)}, not a mapping`);
  if (isOlderMintlify(tree)) throw olderDialect(place);
  if (tree.get("swagger") === "2.0" && isMapping(tree.get("info")) && isMapping(tree.get("paths"))) {
    tell?.("took Swagger 2.0 for OpenAPI 3.0, its next version,");
    return openApiDocument(upgradeSwagger(tree), place);
  }
  if (tree.has("swagger")) throw wrongVersion(place, `it is Swagger ${excerptOfTree(tree.get("swagger"))}`);
  if (!tree.has("openapi")) throw noDocument(place, 'it has no "openapi" with a version');
  const version = tree.get("openapi");
  if (typeof version === "string" && /^3\.2\.\d/.test(version)) {
    const taken = asThreeOne(tree);
    if ("feature" in taken) throw newFeature(place, taken.feature);
    tell?.("took OpenAPI 3.2 for 3.1, since it says nothing that 3.1 cannot say,");
    return openApiDocument(taken.document, place);
  }
  if (typeof version !== "string" || !/^3\.[01]\.\d/.test(version))
    throw wrongVersion(place, `its openapi is ${excerptOfTree(version)}`);
  if (!isMapping(tree.get("info"))) throw noDocument(place, "it has no info");
  if (!["paths", "webhooks", "components"].some((part) => isMapping(tree.get(part)))) {
    throw noDocument(place, "it has neither paths nor webhooks nor components");
  }
  return tree;
};

/** Mintlify's pages held a rendering of one operation before they held OpenAPI: `paths` has a `path`, a `method`, a `request`. */
const isOlderMintlify = (tree: Tree): boolean => {
  const paths = memberOf(tree, "paths");
  return typeof memberOf(paths, "path") === "string" && typeof memberOf(paths, "method") === "string";
};

const olderDialect = (place: string): ImportError =>
  new ImportError(
    "older-dialect",
    `Failed to import ${place}: the fence is in Mintlify's older dialect (paths with path, method, request and response), which is no OpenAPI. ` +
      "Import the page as it is served today, or the OpenAPI file that the fence's first line names.",
  );

const wrongVersion = (place: string, why: string): ImportError =>
  new ImportError(
    "version",
    `Failed to import ${place}: ${why}. Import a document of OpenAPI 3.0, 3.1 or 3.2, or of Swagger 2.0.`,
  );

const newFeature = (place: string, { what, pointer }: NewFeature): ImportError =>
  new ImportError(
    "version",
    `Failed to import ${place}: at ${JSON.stringify(pointer)} it has what only OpenAPI 3.2 has: ${what}. Import a copy without it, or the vendor's document of 3.1.`,
  );

const noDocument = (place: string, why: string): ImportError =>
  new ImportError(
    "no-spec",
    `Failed to import ${place}: this is no OpenAPI document: ${why}. Import a whole document.`,
  );

/** Swagger 2.0 as OpenAPI 3.0; what is upgraded is the document's syntax, and nothing that it says. */
export const upgradeSwagger = (document: Mapping): Mapping => {
  const upgraded = treeOf(upgrade(jsonObject(document), "3.0"));
  if (!isMapping(upgraded)) return document;
  return new Map([...["openapi", "info"].map((key) => [key, upgraded.get(key) ?? null] as const), ...upgraded]);
};

const jsonObject = (mapping: Mapping): Record<string, unknown> =>
  Object.fromEntries([...mapping].map(([key, value]) => [key, jsonOf(value)]));

const jsonOf = (tree: Tree): unknown => {
  if (isMapping(tree)) return jsonObject(tree);
  if (isList(tree)) return tree.map(jsonOf);
  return typeof tree === "bigint" ? Number(tree) : tree;
};

const treeOf = (value: unknown): Tree => {
  if (Array.isArray(value)) return value.map(treeOf);
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return new Map(members.map(([key, member]) => [key, treeOf(member)]));
  }
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
};
