import { readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";

import { parse } from "yaml";

import { CommandError } from "../command.ts";
import { isObject, isString } from "./json.ts";
import type { SpecDocument } from "./spec-node.ts";

/** Reads an OpenAPI 3.0 or 3.1 document, YAML or JSON, and whatever files it refers to as they are needed. */
export const loadDocument = (path: string): SpecDocument => {
  const document = openDocument(path, { root: path, open: new Map() });
  const version = isObject(document.root) ? document.root["openapi"] : undefined;
  if (!isString(version) || !/^3\.[012]\b/.test(version)) {
    const found = isString(version) ? `OpenAPI ${version}` : "no `openapi` member";
    throw new CommandError(`Failed to read ${path}: it has ${found}. Give an OpenAPI 3.0 or 3.1 document.`);
  }
  return document;
};

/** A document that is already in memory; it refers to itself only. */
export const documentOf = (root: unknown): SpecDocument => ({
  root,
  name: "",
  is30: is30(root),
  open: (reference) => {
    throw new CommandError(`Failed to follow "${reference}": the document stands alone. Bundle it first.`);
  },
});

interface Files {
  readonly root: string;
  readonly open: Map<string, SpecDocument>;
}

const openDocument = (path: string, files: Files): SpecDocument => {
  const known = files.open.get(path);
  if (known !== undefined) return known;
  const root = parseText(readText(path), path);
  const document: SpecDocument = {
    root,
    name: path === files.root ? "" : `${relative(dirname(files.root), path)}#`,
    is30: is30(root) || (files.open.get(files.root)?.is30 ?? false),
    open: (reference) => {
      const target = resolve(dirname(path), decodeURIComponent(reference));
      return target === resolve(files.root) ? openDocument(files.root, files) : openDocument(target, files);
    },
  };
  files.open.set(path, document);
  return document;
};

const is30 = (root: unknown): boolean => isObject(root) && String(root["openapi"]).startsWith("3.0");

const readText = (path: string): string => {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    const reason =
      cause instanceof Error && "code" in cause && cause.code === "ENOENT"
        ? "there is no such file"
        : "it cannot be read";
    throw new CommandError(`Failed to read ${path}: ${reason}. Give the path of an OpenAPI document.`, { cause });
  }
};

/** JSON is YAML too, but its own parser is fifty times as fast. */
const jsonIn = (text: string): unknown => {
  if (!text.trimStart().startsWith("{")) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const parseText = (text: string, path: string): unknown => {
  try {
    return jsonIn(text) ?? parse(text, { merge: true });
  } catch (cause) {
    const reason = cause instanceof Error ? (cause.message.split("\n")[0] ?? "").replace(/[.:]$/, "") : String(cause);
    throw new CommandError(`Failed to read ${path}: ${reason}. Correct the file.`, { cause });
  }
};
