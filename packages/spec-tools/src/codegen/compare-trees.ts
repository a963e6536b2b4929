import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import type { Tree } from "./generated-trees.ts";

/** How a file on disk differs from what would be generated. */
export interface Difference {
  readonly path: string;
  readonly is: "stale" | "missing" | "extra";
}

/** Every file that is not as it would be generated, byte for byte. */
export const compareTrees = async (root: string, trees: readonly Tree[]): Promise<readonly Difference[]> =>
  (await Promise.all(trees.map((tree) => compareTree(root, tree)))).flat();

const compareTree = async (root: string, tree: Tree): Promise<readonly Difference[]> => {
  const folder = join(root, tree.folder);
  const found = existsSync(folder) ? await filesIn(folder, tree.leaves) : [];
  const wanted = [...tree.files].map(async ([path, text]): Promise<readonly Difference[]> => {
    const name = `${tree.folder}/${path}`;
    if (!found.includes(path)) return [{ path: name, is: "missing" }];
    return (await readFile(join(folder, path), "utf8")) === text ? [] : [{ path: name, is: "stale" }];
  });
  const extra = found
    .filter((path) => !tree.files.has(path))
    .map((path): Difference => ({ path: `${tree.folder}/${path}`, is: "extra" }));
  return [...(await Promise.all(wanted)).flat(), ...extra];
};

const filesIn = async (folder: string, leaves: readonly string[], prefix = ""): Promise<readonly string[]> => {
  const entries = await readdir(join(folder, prefix), { withFileTypes: true });
  const kept = entries.filter((entry) => !leaves.includes(prefix + entry.name));
  const paths = await Promise.all(
    kept.map((entry) =>
      entry.isDirectory() ? filesIn(folder, leaves, `${prefix}${entry.name}/`) : [prefix + entry.name],
    ),
  );
  return paths.flat().toSorted();
};
