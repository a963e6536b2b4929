import { readFile, realpath } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";

import { isObject, isRecord } from "@genwait/lifecycle";

import { parseText } from "./load-document.ts";

/** A document that was read from a file, with the files that it refers to put into it. */
export interface DocumentFile {
  readonly document: unknown;
  /** Absolute paths: the document's own first, then those of its parts. */
  readonly files: readonly string[];
}

/**
 * Reads an OpenAPI document from a file. What it refers to in files below its own folder becomes a part of it; no other file
 * is opened and no address is asked. References in examples and extensions are data.
 *
 * @throws TypeError that names the file and the reference.
 * @example
 * ```ts
 * const { document } = await readDocumentFile("openapi.yaml");
 * const mock = await startMockServer({ apis: [{ name: "studio", document }] });
 * ```
 */
export const readDocumentFile = async (path: string): Promise<DocumentFile> => {
  const folder = await realpath(dirname(resolve(path))).catch(() => dirname(resolve(path)));
  const root = basename(path);
  // By their paths below the folder; a set goes on with what is added to it meanwhile.
  const names = new Set([root]);
  const parts: unknown[] = [];
  let size = 0;
  for (const name of names) {
    const text = await readPart(join(folder, name), name);
    size += text.length;
    if (size > mostCharacters || names.size > mostFiles)
      throw refused(root, `its files are more than ${mostFiles}, or larger than ${mostCharacters / 1e6} MB together`);
    parts.push(await parseText(name, text));
    for (const reference of fileReferences(parts.at(-1))) names.add(await below(folder, name, reference));
  }
  const files = [...names].map((name) => join(folder, name));
  const [document, ...others] = parts;
  if (others.length === 0 || !isRecord(document)) return { document, files };
  const numbers = new Map([...names].map((name, index) => [name, index]));
  const places = [...names];
  const bundled = await Promise.all(
    parts.map((part, index) => rewritten(part, { folder, numbers, name: places[index] ?? root, index })),
  );
  const [first, ...rest] = bundled;
  return { document: { ...(isRecord(first) ? first : {}), [partsName]: rest }, files };
};

const mostFiles = 2000;
const mostCharacters = 20_000_000;

/** Where the other files are in the document that is made of all of them. */
const partsName = "x-mock-parts";

const readPart = async (path: string, name: string): Promise<string> => {
  try {
    return (await readFile(path, "utf8")).replace(/^\uFEFF/, "");
  } catch (cause) {
    const isMissing = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
    const why = isMissing ? "there is no such file" : cause instanceof Error ? cause.message : String(cause);
    throw refused(name, why, cause);
  }
};

const refused = (name: string, why: string, cause?: unknown): TypeError =>
  new TypeError(`Failed to read ${name}: ${why}. Give the path of an OpenAPI document.`, { cause });

/** The path below the folder of the file that a reference leads to. */
const below = async (folder: string, from: string, reference: string): Promise<string> => {
  const shown = JSON.stringify(reference.slice(0, 200));
  if (/^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(reference))
    throw refused(from, `it refers to ${shown}, and the mock asks no address. Copy what it means into the document`);
  const target = resolve(folder, dirname(from), decoded(reference.split("#")[0] ?? ""));
  // Links of the file system lead out of a folder, too.
  const real = await realpath(target).catch(() => target);
  const name = relative(folder, real);
  if (name === "" || name === ".." || name.startsWith(`..${sep}`) || resolve(folder, name) !== real)
    throw refused(from, `it refers to ${shown}, which leads out of the document's folder. Copy the file into it`);
  return name;
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

interface PartPlace {
  readonly folder: string;
  readonly numbers: ReadonlyMap<string, number>;
  readonly name: string;
  readonly index: number;
}

// Every reference as one within the document that is made of all files.
const rewritten = async (part: unknown, place: PartPlace): Promise<unknown> => {
  const { folder, numbers, name, index } = place;
  const targets = new Map<string, string>();
  for (const reference of fileReferences(part)) {
    const number = numbers.get(await below(folder, name, reference)) ?? 0;
    targets.set(reference, pointerTo(number, reference.split("#")[1] ?? ""));
  }
  return mapReferences(part, (reference) =>
    reference.startsWith("#") ? pointerTo(index, reference.slice(1)) : (targets.get(reference) ?? reference),
  );
};

const pointerTo = (index: number, fragment: string): string =>
  index === 0 ? `#${fragment}` : `#/${partsName}/${index - 1}${fragment}`;

const fileReferences = (part: unknown): readonly string[] => {
  const found = new Set<string>();
  mapReferences(part, (reference) => {
    if (!reference.startsWith("#")) found.add(reference);
    return reference;
  });
  return [...found];
};

/** A copy in which every `$ref` that is one is what `map` makes of it. */
const mapReferences = (value: unknown, map: (reference: string) => string): unknown => {
  // YAML aliases share parts, also with themselves.
  const made = new Map<object, unknown>();
  const copy = (node: unknown, isMap: boolean): unknown => {
    if (!isObject(node)) return node;
    const known = made.get(node);
    if (known !== undefined) return known;
    if (Array.isArray(node)) {
      const list: unknown[] = [];
      made.set(node, list);
      for (const entry of node) list.push(copy(entry, false));
      return list;
    }
    const copied: Record<string, unknown> = {};
    made.set(node, copied);
    for (const [key, member] of Object.entries(node)) {
      const isData =
        !isMap && (dataMembers.has(key) || key.startsWith("x-") || (key === "examples" && Array.isArray(member)));
      if (isData) copied[key] = member;
      else if (key === "$ref" && !isMap && typeof member === "string") copied[key] = map(member);
      else copied[key] = copy(member, !isMap && maps.has(key));
    }
    return copied;
  };
  return copy(value, false);
};

const dataMembers: ReadonlySet<string> = new Set(["example", "value", "default", "const", "enum"]);

/** Members whose own members are names of anything. */
const maps: ReadonlySet<string> = new Set(
  "paths webhooks properties patternProperties $defs definitions dependentSchemas schemas responses parameters examples requestBodies headers securitySchemes links callbacks pathItems content encoding variables mapping".split(
    " ",
  ),
);
