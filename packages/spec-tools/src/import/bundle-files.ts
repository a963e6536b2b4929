import { dirname, join, relative, resolve, sep } from "node:path";
import { realpath } from "node:fs/promises";

import { BaseResolver, bundle, createConfig, Source } from "@redocly/openapi-core";

import { ImportError } from "./import-error.ts";
import { maxPageBytes, readPageFile } from "./read-page-file.ts";
import { outsideReferences, outsideReferenceText } from "../openapi/outside-references.ts";
import { parseTree } from "./parse-tree.ts";

/** A document in several files, put into one. */
export interface BundledFiles {
  readonly text: string;
  /** The files beside the first, relative to its folder. */
  readonly files: readonly string[];
}

/**
 * Puts the files that a document refers to into it; undefined for a document that is whole. Only files below the document's own folder are
 * read, all of them together within the limit of one page, and no address is followed: that is looked at before anything is bundled.
 *
 * @throws {ImportError} `reference` for a file elsewhere or an address, `file` for one that is not there, `too-large`
 */
export const bundleFiles = async (path: string, name: string): Promise<BundledFiles | undefined> => {
  const folder = await realpath(dirname(path));
  const root = relative(folder, join(folder, path.split(sep).at(-1) ?? path));
  const texts = new Map<string, string>();
  const open = [root];
  let size = 0;
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (texts.has(file)) continue;
    const text = new TextDecoder().decode(
      await readPageFile(join(folder, file), file === root ? name : `${name} (${file})`),
    );
    size += text.length;
    if (size > maxPageBytes || texts.size >= mostFiles) throw tooLarge(name);
    texts.set(file, text);
    open.push(...(await filesIn(text, { file, folder, name })));
  }
  if (texts.size === 1) return undefined;
  return {
    text: await bundled(texts, { file: root, folder, name }),
    files: [...texts.keys()].filter((file) => file !== root),
  };
};

/** Vendors cut a document into some hundred files; more is a mistake. */
const mostFiles = 2_000;

interface Place {
  readonly file: string;
  readonly folder: string;
  readonly name: string;
}

/** The files that one of a document's files names, relative to the folder. */
const filesIn = async (text: string, { file, folder, name }: Place): Promise<readonly string[]> => {
  const parsed = parseTree(text);
  // The document's own faults are told by whoever reads it.
  if (!parsed.ok) return [];
  const found: string[] = [];
  for (const reference of outsideReferences(parsed.tree)) {
    if (reference.kind !== "file") {
      if (file === name || reference.kind === "data") continue;
      throw elsewhere(name, `${file}, ${outsideReferenceText(reference)}`);
    }
    const target = resolve(folder, dirname(file), decoded(reference.target.split("#")[0] ?? ""));
    const within = await realpath(target).catch(() => target);
    const path = relative(folder, within);
    if (path.startsWith("..") || path === "" || resolve(folder, path) !== within)
      throw elsewhere(
        name,
        `${file}, ${JSON.stringify(reference.target)} leads out of the document's folder. Copy the file into it.`,
      );
    found.push(path);
  }
  return found;
};

const decoded = (path: string): string => {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
};

/** By Redocly's bundler, which gets to see what was looked at and nothing else: no file and no address. */
const bundled = async (texts: ReadonlyMap<string, string>, { file, folder, name }: Place): Promise<string> => {
  const externalRefResolver = new KnownFiles(texts, folder);
  try {
    const { bundle: document } = await bundle({
      ref: join(folder, file),
      config: await createConfig({}),
      externalRefResolver,
    });
    return JSON.stringify(document.parsed);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ImportError(
      "reference",
      `Failed to import ${name}: its files cannot be put into one: ${why.slice(0, 200)}. Bundle it yourself, and import that.`,
      { cause },
    );
  }
};

class KnownFiles extends BaseResolver {
  readonly #texts: ReadonlyMap<string, string>;
  readonly #folder: string;

  constructor(texts: ReadonlyMap<string, string>, folder: string) {
    super();
    this.#texts = texts;
    this.#folder = folder;
  }

  override async loadExternalRef(place: string): Promise<Source> {
    const text = this.#texts.get(relative(this.#folder, place));
    // What an example calls a reference is data, and stays as it is.
    if (text === undefined) throw new Error("it is none of the document's files");
    return new Source(place, text);
  }
}

const elsewhere = (name: string, why: string): ImportError =>
  new ImportError("reference", `Failed to import ${name}: in ${why}`);

const tooLarge = (name: string): ImportError =>
  new ImportError(
    "too-large",
    `Failed to import ${name}: its files are larger than ${maxPageBytes / 1_000_000} MB together. Import a document without the parts that nobody needs.`,
  );
