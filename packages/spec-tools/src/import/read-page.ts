import { basename, isAbsolute, relative, resolve, sep } from "node:path";
import { createHash } from "node:crypto";

import type { CommandIo } from "../command.ts";
import type { Mapping } from "./tree.ts";
import { ImportError } from "./import-error.ts";
import { bundleFiles } from "./bundle-files.ts";
import { cleanDocument } from "./clean-document.ts";
import { documentOfPage } from "./document-of-page.ts";
import { fetchMarkdown } from "./fetch-page.ts";
import { isAddress, pageAddress } from "./page-address.ts";
import { readPageFile } from "./read-page-file.ts";
import { tellOf } from "../progress.ts";

/** Where a page is to be read from. */
export interface PageSource {
  /** An https address, or a file, from the working folder. */
  readonly source: string;
  /** The address that a file was saved from: it is recorded in the file's place. */
  readonly address?: string | undefined;
}

/** A page that was read, and the one OpenAPI document in it. */
export interface Page {
  /** The address if there is one, else the file: what the page is known by, in records and in messages. */
  readonly id: string;
  readonly hasAddress: boolean;
  /** Of the bytes that were read. */
  readonly sha256: string;
  readonly document: Mapping;
  /** What was taken out of the document, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * Reads one page.
 *
 * @throws {ImportError} for everything that can be wrong with it
 */
export const readPage = async (
  { source, address }: PageSource,
  io: Pick<CommandIo, "cwd" | "fetch" | "stderr">,
): Promise<Page> => {
  const url = isAddress(source) ? pageAddress(source) : undefined;
  const recorded = url ?? (address === undefined ? undefined : pageAddress(address));
  const bytes =
    url === undefined
      ? await readPageFile(resolve(io.cwd, source), source)
      : await fetchMarkdown(url, { fetch: io.fetch });
  tellOf(source, bytes.length, io)("reading");
  const told = new Set<string>();
  const own = decode(bytes, source);
  const bundle = url === undefined && isPlainFile(own) ? await bundleFiles(resolve(io.cwd, source), source) : undefined;
  if (bundle !== undefined) told.add(`put ${bundle.files.length} more files into one, below the folder`);
  const found = documentOfPage(bundle?.text ?? own, source, (note) => told.add(note));
  const { document, notes } = cleanDocument(found, source);
  return {
    id: recorded?.href ?? portablePath(source, io.cwd),
    hasAddress: recorded !== undefined,
    sha256: createHash("sha256")
      .update(bundle?.text ?? bytes)
      .digest("hex"),
    document,
    notes: [...told, ...notes],
  };
};

/** A document by itself, which may have files beside it; a page has none. */
const isPlainFile = (text: string): boolean =>
  /^\s*\{(?!%)|^["']?(?:openapi|swagger)["']?\s*:/m.test(text.slice(0, 20_000));

/** A file outside the repository is recorded by its name alone: its folder means nothing on another machine. */
const portablePath = (file: string, cwd: string): string => {
  const path = relative(cwd, resolve(cwd, file));
  return path.startsWith("..") || isAbsolute(path) ? basename(path) : path.split(sep).join("/");
};

const decode = (bytes: Uint8Array, name: string): string => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new ImportError(
      "encoding",
      `Failed to import ${name}: it is not UTF-8 text. Import the page's Markdown, or a YAML or JSON file.`,
      { cause },
    );
  }
};
