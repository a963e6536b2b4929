import { ImportError } from "./import-error.ts";
import { documentOfParts, type Part, partsOfDocument } from "./parts-of-document.ts";
import { excerptOfTree } from "./excerpt-of-tree.ts";
import { isList, isMapping, type Mapping, memberOf, type Tree } from "./tree.ts";
import { jsonPointer } from "../openapi/json-pointer.ts";
import { treeDifferences } from "./tree-differences.ts";

/** A document and the page it comes from. */
export interface NamedDocument {
  readonly name: string;
  readonly document: Mapping;
}

/** A place where two pages contradict each other. */
export interface MergeConflict {
  readonly pointer: string;
  readonly names: readonly [string, string];
  readonly values: readonly [Tree | undefined, Tree | undefined];
}

/**
 * Unites documents of one API: paths, webhooks, components and tags are united and keep the order of their first appearance, what is equal
 * folds, and what differs is a conflict. Nothing is ever chosen silently.
 *
 * `servers` and `security` must be the same in all documents with operations, absent counting too: at the root they hold for every
 * operation. So must `parameters` and `servers` of a path that several documents have.
 */
export const mergeDocuments = (
  documents: readonly NamedDocument[],
): { readonly merged: Mapping; readonly conflicts: readonly MergeConflict[] } => {
  const [first] = documents;
  if (first !== undefined && documents.length === 1) return { merged: first.document, conflicts: [] };
  const union = createUnion();
  for (const { name, document } of documents) {
    for (const part of partsOfDocument(document)) union.add({ ...part, name });
  }
  return { merged: documentOfParts(union.parts()), conflicts: [...sharedConflicts(documents), ...union.conflicts] };
};

type NamedPart = Part & { readonly name: string };

/** Parts by pointer. `inner` holds the pointers above them, which must not become parts with a value of their own. */
const createUnion = (): {
  add(part: NamedPart): void;
  parts(): Part[];
  readonly conflicts: readonly MergeConflict[];
} => {
  const placed = new Map<string, NamedPart>();
  const inner = new Map<string, string>();
  const conflicts: MergeConflict[] = [];
  const add = (part: NamedPart): void => {
    const pointer = jsonPointer(part.path);
    const known = placed.get(pointer);
    const rival = inner.get(pointer);
    if (known !== undefined) conflicts.push(...partConflicts(known, part, realPath(known.path, placed)));
    else if (rival === undefined) placed.set(pointer, part);
    else if (!isEmpty(part.value))
      conflicts.push({ pointer, names: [rival, part.name], values: [new Map(), part.value] });
    for (const above of pointersAbove(part.path)) {
      const leaf = placed.get(above);
      if (leaf !== undefined && !isEmpty(leaf.value)) {
        conflicts.push({ pointer: above, names: [leaf.name, part.name], values: [leaf.value, new Map()] });
      }
      if (!inner.has(above)) inner.set(above, part.name);
    }
  };
  return { add, parts: () => [...placed.values()], conflicts };
};

/** A part's path names a tag; a pointer for people counts it. */
const realPath = (path: readonly string[], placed: ReadonlyMap<string, Part>): readonly string[] => {
  if (path[0] !== "tags" || path.length === 1) return path;
  const tags = [...placed.values()].filter((part) => part.path[0] === "tags" && part.path.length > 1);
  return ["tags", String(tags.findIndex((tag) => tag.path[1] === path[1]))];
};

const isEmpty = (tree: Tree): boolean => (isMapping(tree) ? tree.size === 0 : isList(tree) && tree.length === 0);

const pointersAbove = (path: readonly string[]): string[] =>
  path.slice(1).map((_, index) => jsonPointer(path.slice(0, index + 1)));

const partConflicts = (known: NamedPart, part: NamedPart, path: readonly string[]): MergeConflict[] =>
  [...treeDifferences(known.value, part.value, path)].map(({ pointer, old, new: fresh }) => ({
    pointer,
    names: [known.name, part.name],
    values: [old, fresh],
  }));

/** What holds for all operations below it, and so must not come to hold for those of another page. */
const sharedConflicts = (documents: readonly NamedDocument[]): MergeConflict[] => {
  const withOperations = documents.filter(({ document }) =>
    ["paths", "webhooks"].some((key) => !isEmpty(document.get(key) ?? [])),
  );
  const atRoot = ["servers", "security"].flatMap((key) => absences(withOperations, [key]));
  const paths = new Set(documents.flatMap(({ document }) => keysOf(document.get("paths"))));
  const atPaths = [...paths].flatMap((path) => {
    const sharing = documents.filter(({ document }) => memberOf(document.get("paths"), path) !== undefined);
    return ["parameters", "servers"].flatMap((key) => absences(sharing, ["paths", path, key]));
  });
  return [...atRoot, ...atPaths];
};

const keysOf = (tree: Tree | undefined): string[] => (isMapping(tree) ? [...tree.keys()] : []);

const absences = (documents: readonly NamedDocument[], path: readonly string[]): MergeConflict[] => {
  const read = ({ document }: NamedDocument): Tree | undefined => path.reduce<Tree | undefined>(memberOf, document);
  const having = documents.find((document) => read(document) !== undefined);
  const lacking = documents.find((document) => read(document) === undefined);
  if (having === undefined || lacking === undefined) return [];
  return [{ pointer: jsonPointer(path), names: [having.name, lacking.name], values: [read(having), undefined] }];
};

/** Enough to see a pattern; a page that changed everywhere needs no longer list. */
const mostConflicts = 10;

/**
 * Conflicts as one error: every pointer with what each side says there.
 *
 * @param subject what cannot be merged, such as "the pages of" an API
 */
export const conflictError = (subject: string, conflicts: readonly MergeConflict[], advice: string): ImportError => {
  const places = conflicts.slice(0, mostConflicts).map(({ pointer, names, values }) => {
    const [one, other] = values.map(excerptOfTree);
    return `at ${pointer} it is ${one} in ${names[0]}, ${other} in ${names[1]}`;
  });
  const more = conflicts.length - places.length;
  const list = [...places, ...(more > 0 ? [`and at ${more} more places`] : [])].join("; ");
  return new ImportError("conflict", `Failed to merge ${subject}: they contradict each other: ${list}. ${advice}`);
};
