import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import type { Difference } from "./compare-trees.ts";
import type { Tree } from "./generated-trees.ts";

/** Brings the disk into line: writes what is stale or missing, removes what nobody generates any more, touches nothing else. */
export const writeTrees = async (
  root: string,
  trees: readonly Tree[],
  differences: readonly Difference[],
): Promise<void> => {
  const texts = new Map<string, string>(
    trees.flatMap(({ folder, files }) => [...files].map(([path, text]) => [`${folder}/${path}`, text] as const)),
  );
  await Promise.all(
    differences.map(async ({ path }) => {
      const text = texts.get(path);
      const target = join(root, path);
      if (text === undefined) return rm(target);
      await mkdir(dirname(target), { recursive: true });
      return writeFile(target, text);
    }),
  );
};
