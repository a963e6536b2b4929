import { readFile, stat } from "node:fs/promises";

import { ImportError } from "./import-error.ts";

/**
 * Reads a saved page, up to the same size as a fetched one.
 *
 * @param name the file as it was named on the command line, for messages
 * @throws {ImportError} `file` or `too-large`
 */
export const readPageFile = async (path: string, name: string): Promise<Uint8Array> => {
  try {
    const found = await stat(path);
    if (!found.isFile()) throw unreadable(name, "it is not a file");
    if (found.size > maxPageBytes) throw tooLarge(name);
    return await readFile(path);
  } catch (error) {
    if (error instanceof ImportError) throw error;
    throw unreadable(name, whyOf(error), error);
  }
};

const whyOf = (error: unknown): string => {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT" || code === "ENOTDIR") return "there is no such file";
  if (code === "EACCES") return "it may not be read";
  return error instanceof Error ? error.message : String(error);
};

const unreadable = (name: string, why: string, cause?: unknown): ImportError =>
  new ImportError("file", `Failed to import ${name}: ${why}. Give a file that holds the page, or its https address.`, {
    cause,
  });

const tooLarge = (name: string): ImportError =>
  new ImportError(
    "too-large",
    `Failed to import ${name}: it is larger than ${maxPageBytes / 1_000_000} MB. Import the page of one operation instead of the whole document.`,
  );

/** The largest page that is read. The largest public OpenAPI documents, whole, are near this. */
export const maxPageBytes = 5_000_000;

/** How long one page may take, its body included. */
export const pageTimeoutMs = 20_000;
