import { isDeepStrictEqual } from "node:util";

import type { Change, Direction, OperationName } from "@genwait/openapi-diff";

import type { Complaint } from "../../codegen/compiler.ts";
import { compileSources } from "../../codegen/type-check.ts";
import type { JsonObject } from "../../openapi/json.ts";
import { jsonPointer } from "../../openapi/json-pointer.ts";
import { type DocumentOperation, operationsOf } from "../../openapi/operations.ts";
import { silent, type Tell } from "../../progress.ts";
import type { BrokenTypes, CodeSide } from "./broken-types.ts";
import { type TypesPackage, typesPackages } from "./client-packages.ts";
import { documentOfSide, hasSides, withoutAddedValues } from "./document-of-side.ts";
import { type CodeLine, sampleCode, samplePrelude } from "./sample-code.ts";
import { schemaTypesOf } from "./schema-types.ts";

/** Two documents of one API, and what is known of the change from one to the other. */
export interface DocumentPair {
  /** The API's name, which its package is called by. */
  readonly name: string;
  readonly old: JsonObject;
  readonly revised: JsonObject;
  readonly changes: readonly Change[];
}

/**
 * Generates the packages of both documents, and compiles code that was written for the old one with the new one.
 *
 * What else is known of the change plays no part, but for values that came to lists in responses: `changes` names them, and they are left
 * out by policy.
 *
 * @returns what no longer compiles, each operation once for its arguments and once for its result
 * @throws GenerateError for a document that no types can be made of
 */
export const compareTypes = async (pair: DocumentPair, tell: Tell = silent): Promise<readonly BrokenTypes[]> => {
  if (isDeepStrictEqual(pair.old, pair.revised)) return [];
  tell("generating both packages");
  const sample = await typesSample(pair);
  if (sample.lines.length === 0) return [];
  tell("compiling code with them");
  return brokenBy(await compileSources(sample.files), sample);
};

/** Both packages with the code that is compiled against them. */
export interface TypesSample {
  readonly pair: DocumentPair;
  readonly files: ReadonlyMap<string, string>;
  readonly lines: readonly PlacedLine[];
}

/** A line of code with the folder of its packages, and its number in the file. */
type PlacedLine = CodeLine & { readonly folder: Direction; readonly line: number };

/** Generates what is to be compiled. */
export const typesSample = async (pair: DocumentPair): Promise<TypesSample> => {
  const { name, old } = pair;
  const revised = withoutAddedValues(pair.revised, pair.changes);
  const directions: readonly Direction[] = hasSides(old) || hasSides(revised) ? ["request", "response"] : ["response"];
  const files = new Map<string, string>();
  const lines: PlacedLine[] = [];
  for (const direction of directions) {
    const sides: readonly CodeSide[] =
      directions.length === 1 ? ["arguments", "result"] : [direction === "request" ? "arguments" : "result"];
    const documents = [documentOfSide(old, direction), documentOfSide(revised, direction)];
    const [before, after] = await typesPackages(name, documents);
    if (before === undefined || after === undefined) continue;
    const types = { old: schemaTypesOf(before.schema), revised: schemaTypesOf(after.schema) };
    const code = sides.flatMap((side) => sampleCode({ ...types, modules: before.modules }, side));
    if (code.length === 0) continue;
    for (const [path, text] of filesOf(before, after, code)) files.set(`${direction}/${path}`, text);
    // The prelude is the first line.
    lines.push(...code.map((line, index) => ({ ...line, folder: direction, line: index + 2 })));
  }
  return { pair, files, lines };
};

const filesOf = (
  old: TypesPackage,
  revised: TypesPackage,
  code: readonly CodeLine[],
): readonly (readonly [string, string])[] => {
  const text = code.map((line) => line.text).join("\n");
  const sample = (against: "old" | "new"): string =>
    `${samplePrelude({ old: "./old/index.ts", revised: `./${against}/index.ts`, client: old.client })}\n${text}\n`;
  return [
    ...[...old.files].map(([path, module]) => [`old/${path}`, module] as const),
    ...[...revised.files].map(([path, module]) => [`new/${path}`, module] as const),
    // A line that is wrong with the package it was written for says nothing.
    ["on-old.ts", sample("old")],
    ["on-new.ts", sample("new")],
  ];
};

/** What complaints about a sample mean: of those about one side of an operation the first, which is the most exact. */
export const brokenBy = (
  complaints: readonly Complaint[],
  { pair, lines }: Pick<TypesSample, "pair" | "lines">,
): readonly BrokenTypes[] => {
  const places = new Set(complaints.map(({ file, line }) => `${file}:${line}`));
  const isRefused = ({ folder, line }: PlacedLine): boolean =>
    places.has(`${folder}/on-new.ts:${line}`) && !places.has(`${folder}/on-old.ts:${line}`);
  const known = new Map(operationsOf(pair.revised).map((operation) => [keyOf(operation), operation]));
  const told = new Set<string>();
  const broken: BrokenTypes[] = [];
  for (const [index, line] of lines.entries()) {
    const { side, operations, component } = line;
    if (line.isDetail === true || !isRefused(line)) continue;
    const open = operations.filter((key) => !told.has(`${side} ${key}`));
    const touched = open.flatMap((key) => known.get(key) ?? []);
    const [first] = touched;
    if (first === undefined) continue;
    for (const key of open) told.add(`${side} ${key}`);
    const { problem } = detailsOf(lines, index).find(isRefused) ?? line;
    broken.push({
      operations: touched.map(nameOf),
      ...(component !== undefined && { component }),
      side,
      pointer: jsonPointer(component === undefined ? first.tokens : ["components", "schemas", component]),
      problem,
    });
  }
  return broken;
};

/** The lines after a line that say more exactly what it stumbles over. */
const detailsOf = (lines: readonly PlacedLine[], index: number): readonly PlacedLine[] => {
  const end = lines.findIndex(({ isDetail }, at) => at > index && isDetail !== true);
  return lines.slice(index + 1, end === -1 ? lines.length : end);
};

/** What no major change tells already: an operation that one touches cannot break more. */
export const untoldOf = (broken: readonly BrokenTypes[], changes: readonly Change[]): readonly BrokenTypes[] => {
  const majors = changes.filter(({ bump }) => bump === "major");
  const told = new Set(
    majors.flatMap(({ subject }) => subject.operations.map(({ method, path }) => `${method} ${path}`)),
  );
  const goneNames = new Set(majors.flatMap(goneTypeName));
  return broken.flatMap((one) => {
    if (one.component !== undefined && goneNames.has(one.component)) return [];
    const operations = one.operations.filter(({ method, path }) => !told.has(`${method} ${path}`));
    return operations.length === 0 ? [] : [{ ...one, operations }];
  });
};

/** Of a name of a type, whose change names no operation. */
const goneTypeName = (change: Change): readonly string[] => {
  if (change.code === "type-name-removed") return [change.name];
  return change.code === "type-name-renamed" || change.code === "type-name-taken" ? [change.old] : [];
};

const keyOf = ({ method, path }: DocumentOperation): string => `${method.toUpperCase()} ${path}`;

const nameOf = ({ method, path, operation }: DocumentOperation): OperationName => {
  const id = operation["operationId"];
  return { method: method.toUpperCase(), path, ...(typeof id === "string" && { id }) };
};
