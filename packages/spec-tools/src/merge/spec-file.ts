import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { CommandError } from "../command.ts";

/** A file of a spec's folder, with the text that was read from it. */
export interface SpecFile {
  /** As messages name it. */
  readonly path: string;
  readonly text: string;
}

/**
 * Reads a file that every spec's folder has.
 *
 * @throws CommandError when it is missing or unreadable
 */
export const readSpecFile = async (folder: string, name: string, purpose: string): Promise<SpecFile> => {
  const path = join(folder, name);
  try {
    return { path, text: await readFile(path, "utf8") };
  } catch (cause) {
    const why = isMissing(cause) ? "it does not exist" : messageOf(cause);
    throw new CommandError(`Failed to read ${path}: ${why}. It is ${purpose}; specs/README.md says how to write it.`, {
      cause,
    });
  }
};

const isMissing = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ENOENT";

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
