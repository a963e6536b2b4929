import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";

import { CommandError } from "../command.ts";

/**
 * The spec folders that a path means: itself, or the folders in it, in alphabetical order.
 *
 * @throws CommandError when there is none
 */
export const specFoldersIn = async (path: string): Promise<readonly string[]> => {
  if (holdsSpec(path)) return [path];
  const entries = existsSync(path) ? await readdir(path) : [];
  const folders = entries
    .toSorted()
    .map((name) => join(path, name))
    .filter(holdsSpec);
  if (folders.length > 0) return folders;
  throw new CommandError(
    `Failed to find specs in ${path}: neither it nor a folder in it has an openapi.yaml. Name specs/<api>.`,
  );
};

const holdsSpec = (folder: string): boolean => existsSync(join(folder, "openapi.yaml"));
