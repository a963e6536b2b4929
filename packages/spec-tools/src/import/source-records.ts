import { ImportError } from "./import-error.ts";
import { parseTree } from "./parse-tree.ts";
import { isList, isMapping, type Mapping, memberOf, type Tree } from "./tree.ts";
import { yamlOfTree } from "./yaml-of-tree.ts";

/** What specs/sources.yaml says about one page. */
export interface PageRecord {
  /** The page's address, or the file it was read from when it has none. */
  readonly id: string;
  readonly hasAddress: boolean;
  /** The day, in UTC, on which these bytes were first read. */
  readonly date: string;
  readonly sha256: string;
  /** What a person should know about the address. */
  readonly note?: string | undefined;
  /** The pointers of the parts that come from this page; absent when it is the only page of its API. */
  readonly brings?: readonly string[] | undefined;
}

/** API → its pages, in the order in which they were merged. */
export type SourceRecords = ReadonlyMap<string, readonly PageRecord[]>;

/** Writes the records as specs/sources.yaml, the APIs in alphabetical order. */
export const sourcesText = (records: SourceRecords): string => {
  const apis = [...records].sort(([one], [other]) => (one < other ? -1 : 1));
  const tree = new Map(apis.map(([api, pages]) => [api, new Map([["pages", pages.map(treeOfRecord)]])]));
  return yamlOfTree(tree, {
    comment:
      "Where each openapi.yaml comes from. Written by `pnpm specs:import`, looked at again by `pnpm specs:check`.",
  });
};

/**
 * Reads specs/sources.yaml.
 *
 * @throws {ImportError} `record` when it is not what {@link sourcesText} writes
 */
export const readSourcesText = (text: string): SourceRecords => {
  const parsed = parseTree(text);
  if (!parsed.ok) throw broken(`line ${parsed.line}: ${parsed.why}`);
  if (parsed.tree === null) return new Map();
  if (!isMapping(parsed.tree)) throw broken("it is no mapping of APIs");
  return new Map([...parsed.tree].map(([api, entry]) => [api, pagesOf(api, entry)]));
};

const treeOfRecord = ({ id, hasAddress, date, sha256, note, brings }: PageRecord): Mapping => {
  const tree = new Map<string, Tree>([
    [hasAddress ? "address" : "file", id],
    ["date", date],
    ["sha256", sha256],
  ]);
  if (note !== undefined) tree.set("note", note);
  if (brings !== undefined) tree.set("brings", brings);
  return tree;
};

const pagesOf = (api: string, entry: Tree): PageRecord[] => {
  const pages = memberOf(entry, "pages");
  if (!isList(pages)) throw broken(`${api} has no list of pages`);
  return pages.map((page, index) => recordOf(page, `${api}, page ${index + 1}`));
};

const recordOf = (page: Tree, place: string): PageRecord => {
  const text = (key: string): string | undefined => {
    const value = memberOf(page, key);
    if (value !== undefined && typeof value !== "string") throw broken(`${place}: ${key} is no text`);
    return value;
  };
  const [address, date, sha256, note] = [text("address"), text("date"), text("sha256"), text("note")];
  const id = address ?? text("file");
  if (id === undefined || date === undefined || sha256 === undefined)
    throw broken(`${place}: address (or file), date or sha256 is missing`);
  const brings = memberOf(page, "brings");
  if (brings !== undefined && !isTextList(brings)) throw broken(`${place}: brings is no list of pointers`);
  return { id, hasAddress: address !== undefined, date, sha256, note, brings };
};

const isTextList = (tree: Tree): tree is readonly string[] =>
  isList(tree) && tree.every((item) => typeof item === "string");

const broken = (why: string): ImportError =>
  new ImportError(
    "record",
    `Failed to read specs/sources.yaml: ${why}. Put back the committed file, or mend this place.`,
  );
