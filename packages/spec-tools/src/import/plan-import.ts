import type { Mapping } from "./tree.ts";
import type { Page } from "./read-page.ts";
import type { PageRecord } from "./source-records.ts";
import { ImportError } from "./import-error.ts";
import { conflictError, mergeDocuments } from "./merge-documents.ts";
import { documentOfParts, partsOfDocument } from "./parts-of-document.ts";
import { jsonPointer } from "../openapi/json-pointer.ts";
import { refuseOutsideReferences } from "./clean-document.ts";

/** What the repository holds of an API: nothing yet, or what the last import left. */
export interface ImportedApi {
  readonly records: readonly PageRecord[];
  readonly document: Mapping | undefined;
}

/** What an import asks for. */
export interface ImportRequest {
  readonly api: string;
  readonly pages: readonly Page[];
  /** The given pages become the whole API; otherwise they join the recorded ones, in the place of those with the same address. */
  readonly replace: boolean;
  /** YYYY-MM-DD. */
  readonly today: string;
  /** Recorded with each given page; without one an earlier note stays. */
  readonly note?: string | undefined;
}

/** What an import leaves. */
export interface PlannedApi {
  readonly records: readonly PageRecord[];
  readonly document: Mapping;
  /** What was decided about pages, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * Decides what an API consists of after an import, and writes nothing.
 *
 * A file that was saved again takes the place, and keeps the address, of the recorded page whose operations it has.
 * A recorded page that is not given again keeps what it brings, taken from the present document by the pointers of its record. A page whose
 * bytes are those of its record keeps its date, so that importing twice changes nothing.
 *
 * @throws {ImportError} `conflict` or `record`
 */
export const planImport = (current: ImportedApi, request: ImportRequest): PlannedApi => {
  const notes: string[] = [];
  const pages = request.pages.map((page) => {
    const former = formerOf(page, current, request);
    if (former === undefined) return page;
    notes.push(`${page.id} takes the place of ${former.id}, whose operations it has`);
    return { ...page, id: former.id, hasAddress: former.hasAddress };
  });
  const given = new Map(pages.map((page) => [page.id, page]));
  const kept = request.replace ? [] : current.records;
  const recorded = kept.map(
    (record) =>
      pageEntry(given.get(record.id), request, record) ?? {
        record,
        document: keptDocument(record, current, request.api),
      },
  );
  const known = new Map(current.records.map((record) => [record.id, record]));
  const added = pages
    .filter(({ id }) => !kept.some((record) => record.id === id))
    .flatMap((page) => pageEntry(page, request, known.get(page.id)) ?? []);
  const entries = [...recorded, ...added];
  const { merged, conflicts } = mergeDocuments(entries.map(({ record, document }) => ({ name: record.id, document })));
  if (conflicts.length > 0) throw conflictError(`the pages of ${request.api}`, conflicts, conflictAdvice);
  // A page that is whole by itself can lead into the examples of another one.
  refuseOutsideReferences(merged, request.api);
  const isOnly = entries.length === 1;
  return {
    document: merged,
    notes,
    records: entries.map(({ record, document }) => ({ ...record, brings: isOnly ? undefined : pointersOf(document) })),
  };
};

const conflictAdvice =
  "A saved copy of a recorded page takes its place with --address <the recorded address>; with --replace the given pages become the whole API; pages of two APIs need two names.";

/** The recorded page that a file without an address is a newer copy of: the one and only whose operations it has, all of them. */
const formerOf = (page: Page, { records, document }: ImportedApi, { pages }: ImportRequest): PageRecord | undefined => {
  if (page.hasAddress || records.some(({ id }) => id === page.id)) return undefined;
  const own = new Set(operationsIn(pointersOf(page.document)));
  const given = new Set(pages.map(({ id }) => id));
  const others = records.filter((record) => {
    const brings = record.brings ?? (document === undefined ? [] : pointersOf(document));
    const operations = operationsIn(brings);
    return !given.has(record.id) && operations.length > 0 && operations.every((operation) => own.has(operation));
  });
  return others.length === 1 ? others[0] : undefined;
};

/** The pointers among these of operations: `/paths/~1jobs/get`, and `/webhooks/done/post`. */
const operationsIn = (pointers: readonly string[]): readonly string[] =>
  pointers.filter((pointer) =>
    /^\/(?:paths|webhooks)\/[^/]+\/(?:get|put|post|delete|options|head|patch|trace)$/.test(pointer),
  );

interface Entry {
  readonly record: PageRecord;
  readonly document: Mapping;
}

const pageEntry = (
  page: Page | undefined,
  { today, note }: ImportRequest,
  former: PageRecord | undefined,
): Entry | undefined => {
  if (page === undefined) return undefined;
  const { id, hasAddress, sha256, document } = page;
  const date = former?.sha256 === sha256 ? former.date : today;
  return { record: { id, hasAddress, date, sha256, note: note ?? former?.note }, document };
};

const pointersOf = (document: Mapping): string[] => partsOfDocument(document).map(({ path }) => jsonPointer(path));

const keptDocument = (record: PageRecord, { records, document }: ImportedApi, api: string): Mapping => {
  if (document === undefined) throw incomplete(api, "is missing");
  if (records.length === 1) return document;
  const parts = new Map(partsOfDocument(document).map((part) => [jsonPointer(part.path), part]));
  const own = (record.brings ?? []).map((pointer) => {
    const part = parts.get(pointer);
    if (part === undefined) throw incomplete(api, `has no ${pointer}, which is recorded as coming from ${record.id}`);
    return part;
  });
  return documentOfParts(own);
};

const incomplete = (api: string, why: string): ImportError =>
  new ImportError(
    "record",
    `Failed to import ${api}: specs/${api}/openapi.yaml ${why}. Put the committed file back, or import all pages of ${api} again with --replace.`,
  );
