import type { CommandIo } from "../command.ts";
import { ImportError } from "./import-error.ts";
import { planImport } from "./plan-import.ts";
import { type PageSource, readPage } from "./read-page.ts";
import { openSpecStore } from "./spec-store.ts";
import type { Mapping } from "./tree.ts";

/** What to import, and how it joins what is there. */
export interface ImportApiOptions {
  /** None: the recorded addresses are read again. */
  readonly sources: readonly PageSource[];
  /** The given pages become the whole API. @default false: they join the recorded ones */
  readonly replace?: boolean;
  /** Recorded beside each given page. */
  readonly note?: string | undefined;
}

/** What an import did. */
export interface ImportedSpec {
  /** The files that changed; none when the pages say what they said before. */
  readonly written: readonly string[];
  readonly document: Mapping;
  readonly pages: readonly string[];
  /** What was taken out of the pages, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * Imports an API's pages into `specs/`. Nothing is written unless every page could be read and all agree.
 *
 * @throws {ImportError}
 */
export const importApi = async (api: string, options: ImportApiOptions, io: CommandIo): Promise<ImportedSpec> => {
  const store = openSpecStore(io.cwd);
  const records = (await store.records()).get(api) ?? [];
  const present = await store.document(api).catch((error: unknown) => {
    if (options.replace === true && error instanceof ImportError) return undefined;
    throw error;
  });
  if (present !== undefined && records.length === 0 && options.replace !== true) throw unrecorded(api);
  const recorded = records.flatMap(({ id, hasAddress }) => (hasAddress ? [{ source: id }] : []));
  const sources = options.sources.length > 0 ? options.sources : recorded;
  if (sources.length === 0) throw nothingToRead(api);
  const pages = [];
  for (const source of sources) pages.push(await readPage(source, io));
  const today = io.now().toISOString().slice(0, 10);
  const request = { api, pages, replace: options.replace ?? false, today, note: options.note };
  const planned = planImport({ records, document: present?.document }, request);
  return {
    written: await store.save(api, planned),
    document: planned.document,
    pages: planned.records.map(({ id }) => id),
    notes: [...planned.notes, ...pages.flatMap(({ id, notes }) => notes.map((note) => `${note} of ${id}`))],
  };
};

const unrecorded = (api: string): ImportError =>
  new ImportError(
    "record",
    `Failed to import ${api}: specs/${api}/openapi.yaml is there, and specs/sources.yaml does not say where it comes from. Add --replace to write over it.`,
  );

const nothingToRead = (api: string): ImportError =>
  new ImportError(
    "record",
    `Failed to import ${api}: no address is recorded for it in specs/sources.yaml. Name the file or https address of its page.`,
  );
