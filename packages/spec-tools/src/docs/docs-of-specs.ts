import { basename, join } from "node:path";
import { readFile } from "node:fs/promises";

import { mergeSpec, specFoldersIn } from "../openapi/spec-folder.ts";
import { openSpecStore } from "../import/spec-store.ts";
import { originsOf } from "./origins.ts";
import { pageOfApi } from "./page-of-api.ts";

/** A page as it should be, and as it is on disk. */
export interface DocsPage {
  /** From the root of the repository. */
  readonly path: string;
  readonly text: string;
  /** Undefined when there is none. */
  readonly present: string | undefined;
}

/** The page of every API under `specs`, in memory. */
export const docsOfSpecs = async (root: string): Promise<readonly DocsPage[]> => {
  const records = await openSpecStore(root).records();
  const folders = await specFoldersIn(join(root, "specs"));
  return Promise.all(
    folders.map(async (folder) => {
      const name = basename(folder);
      const path = `specs/${name}/README.md`;
      const spec = await mergeSpec(folder);
      const text = pageOfApi(spec, originsOf(spec), records.get(name) ?? []);
      return { path, text, present: await textOf(join(root, path)) };
    }),
  );
};

const textOf = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
};
