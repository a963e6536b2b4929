import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { ImportError } from "./import-error.ts";
import { parseTree } from "./parse-tree.ts";
import type { PlannedApi } from "./plan-import.ts";
import { readSourcesText, type SourceRecords, sourcesText } from "./source-records.ts";
import { isMapping, type Mapping } from "./tree.ts";
import { yamlOfTree } from "./yaml-of-tree.ts";

/** The files of `specs/` that imports read and write. */
export interface SpecStore {
  records(): Promise<SourceRecords>;
  /** The text and the tree of an API's openapi.yaml; undefined when there is none. */
  document(api: string): Promise<{ readonly text: string; readonly document: Mapping } | undefined>;
  /** Writes what differs, each file in one step, and names the files it wrote. */
  save(api: string, planned: PlannedApi): Promise<string[]>;
  /** Takes an API out of the records; whether it was in them. */
  forget(api: string): Promise<boolean>;
}

/** Opens the `specs` folder under a folder; neither has to exist before the first import. */
export const openSpecStore = (cwd: string): SpecStore => {
  const records = async (): Promise<SourceRecords> => readSourcesText((await textOf(join(cwd, sourcesFile))) ?? "");
  return {
    records,
    document: async (api) => {
      const text = await textOf(join(cwd, specFile(api)));
      return text === undefined ? undefined : { text, document: treeOfSpec(text, api) };
    },
    save: async (api, { records: pages, document }) => {
      const sources = new Map([...(await records()), [api, pages] as const]);
      const files: (readonly [string, string])[] = [
        [specFile(api), specText(document)],
        [sourcesFile, sourcesText(sources)],
      ];
      const written: string[] = [];
      for (const [file, text] of files) if (await writeChanged(join(cwd, file), text)) written.push(file);
      return written;
    },
    forget: async (api) => {
      const sources = new Map(await records());
      return sources.delete(api) && (await writeChanged(join(cwd, sourcesFile), sourcesText(sources)));
    },
  };
};

/** An API's document as it is written to specs/<api>/openapi.yaml. */
export const specText = (document: Mapping): string =>
  yamlOfTree(document, {
    comment: "What the vendor says, unchanged. What we add stands in overlay.yaml. Written by `pnpm specs:import`.",
  });

const sourcesFile = "specs/sources.yaml";

const specFile = (api: string): string => `specs/${api}/openapi.yaml`;

const textOf = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
};

const treeOfSpec = (text: string, api: string): Mapping => {
  const parsed = parseTree(text);
  if (parsed.ok && isMapping(parsed.tree)) return parsed.tree;
  const why = parsed.ok ? "it is no mapping" : `line ${parsed.line}: ${parsed.why}`;
  throw new ImportError(
    "record",
    `Failed to read ${specFile(api)}: ${why}. Put back the committed file, or import all pages of ${api} again with --replace.`,
  );
};

/** Through a file beside it and a rename, so that an import that is stopped leaves the old file or the new one. */
const writeChanged = async (path: string, text: string): Promise<boolean> => {
  if ((await textOf(path)) === text) return false;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.new`, text);
  await rename(`${path}.new`, path);
  return true;
};
