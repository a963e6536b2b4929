import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { git } from "../git.ts";
import type { Changeset } from "./changeset-of-api.ts";

/** What became of the files of `.changeset`. */
export interface ChangesetFiles {
  readonly written: readonly string[];
  readonly removed: readonly string[];
}

/**
 * Brings `.changeset` into line with the changes since a commit: one file for each API that changed. Files of these APIs that the commit
 * does not have tell an earlier state of the same change, and go; those it has tell earlier changes, and stay.
 */
export const writeChangesets = async (
  root: string,
  base: string,
  changesets: readonly Changeset[],
  apis: readonly string[],
): Promise<ChangesetFiles> => {
  const folder = join(root, ".changeset");
  const present = existsSync(folder) ? await readdir(folder) : [];
  const settled = await filesAt(root, base);
  const wanted = new Set(changesets.map(({ name }) => name));
  const stale = present
    .filter((name) => apis.includes(apiOf(name) ?? "") && !wanted.has(name) && !settled.has(name))
    .sort();
  for (const name of stale) await rm(join(folder, name));
  const written: string[] = [];
  await mkdir(folder, { recursive: true });
  for (const { name, text } of changesets) {
    const path = join(folder, name);
    if (present.includes(name) && (await readFile(path, "utf8")) === text) continue;
    await writeFile(path, text);
    written.push(name);
  }
  return { written, removed: stale };
};

/** `spec-my-service-1a2b3c4d.md` → `my-service`. */
const apiOf = (name: string): string | undefined => /^spec-(.+)-[0-9a-f]{8}\.md$/.exec(name)?.[1];

const filesAt = async (root: string, base: string): Promise<ReadonlySet<string>> => {
  const listing = await git(["ls-tree", "--name-only", base, "--", ".changeset/"], root);
  return new Set(listing.split("\n").map((path) => path.replace(/^\.changeset\//, "")));
};
