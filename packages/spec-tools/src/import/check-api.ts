import type { CommandIo } from "../command.ts";
import { ImportError } from "./import-error.ts";
import { planImport, type PlannedApi } from "./plan-import.ts";
import { type Page, readPage } from "./read-page.ts";
import type { PageRecord } from "./source-records.ts";
import { openSpecStore, specText } from "./spec-store.ts";
import type { Mapping } from "./tree.ts";
import { type TreeDifference, treeDifferences } from "./tree-differences.ts";

/** What importing again would change. */
export interface ApiCheck {
  /** `moved` also when a page is gone, points elsewhere or no longer holds the spec; `unknown` when a page could not be asked. */
  readonly verdict: "same" | "moved" | "unknown";
  readonly differences: readonly TreeDifference[];
  /** The values are the same; the order of keys, or the way they are written, is not. */
  readonly isReordered: boolean;
  readonly problems: readonly ImportError[];
  /** Pages that were read from a file and have no address to look at. */
  readonly notAsked: readonly string[];
}

/** Imports an API's recorded addresses again, compares, and writes nothing. */
export const checkApi = async (api: string, records: readonly PageRecord[], io: CommandIo): Promise<ApiCheck> => {
  const present = await openSpecStore(io.cwd).document(api);
  if (present === undefined) throw missing(api);
  const problems: ImportError[] = [];
  const pages: Page[] = [];
  for (const { id, hasAddress } of records) {
    if (!hasAddress) continue;
    const page = await readPage({ source: id }, io).catch(keepProblem(problems));
    if (page !== undefined) pages.push(page);
  }
  const planned = replan({ api, records, pages, document: present.document, problems });
  const differences = planned === undefined ? [] : [...treeDifferences(present.document, planned.document)];
  const isReordered = planned !== undefined && differences.length === 0 && specText(planned.document) !== present.text;
  const hasMoved = differences.length > 0 || isReordered || problems.some(({ kind }) => !isPassing(kind));
  const verdict = hasMoved ? "moved" : problems.length > 0 ? "unknown" : "same";
  return {
    verdict,
    differences,
    isReordered,
    problems,
    notAsked: records.filter(({ hasAddress }) => !hasAddress).map(({ id }) => id),
  };
};

const isPassing = (kind: ImportError["kind"]): boolean => kind === "unreachable" || kind === "timeout";

const keepProblem =
  (problems: ImportError[]) =>
  (error: unknown): undefined => {
    if (!(error instanceof ImportError)) throw error;
    problems.push(error);
  };

interface Replan {
  readonly api: string;
  readonly records: readonly PageRecord[];
  readonly pages: readonly Page[];
  readonly document: Mapping;
  readonly problems: ImportError[];
}

const replan = ({ api, records, pages, document, problems }: Replan): PlannedApi | undefined => {
  try {
    return planImport({ records, document }, { api, pages, replace: false, today: "" });
  } catch (error) {
    return keepProblem(problems)(error);
  }
};

const missing = (api: string): ImportError =>
  new ImportError(
    "record",
    `Failed to check ${api}: specs/${api}/openapi.yaml is missing. Import it with pnpm specs:import --api ${api}.`,
  );
