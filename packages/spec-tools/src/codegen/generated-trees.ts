import process from "node:process";
import { dirname, join, relative, sep } from "node:path";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";

import type { PackagePlace } from "./package-json-file.ts";
import { CommandError } from "../command.ts";
import { checkDeclarations } from "../lint/check-declarations.ts";
import { checkTypes } from "./type-check.ts";
import { emitApis } from "./apis-file.ts";
import { factsOf } from "./facts.ts";
import { formatProblem } from "../lint/problem.ts";
import { memberOf } from "../openapi/json.ts";
import { parseYaml } from "../openapi/yaml-file.ts";
import { type Files, generatePackage } from "./generated-package.ts";
import { type MergedSpec, mergeSpec } from "../openapi/spec-folder.ts";

/** A folder all of whose files are generated, with the files it shall have. */
export interface Tree {
  /** From the root, with `/`. */
  readonly folder: string;
  readonly files: Files;
  /** Paths in the folder that are none of the generator's business. */
  readonly leaves: readonly string[];
  /** What messages call its source; absent for a tree that is no package. */
  readonly place?: string;
}

export interface GenerateOptions {
  /** The folder that holds one folder for each API. */
  readonly specs: string;
  /** The folder that the packages go into. */
  readonly out: string;
}

/** Where specs lie whose packages are private, and stay beside them. */
const fixtures = "apps/contract/fixtures";

/** Everything there is to generate, in memory. */
export const generatedTrees = async (root: string, { specs, out }: GenerateOptions): Promise<readonly Tree[]> => {
  const own = await specFoldersIn(root, specs);
  if (own.length === 0)
    throw new CommandError(
      `Failed to generate: ${specs} has no folder with an openapi.yaml. Import one with pnpm specs:import, or name another folder with --specs.`,
    );
  const isWhole = specs === "specs" && out === "packages";
  const others = isWhole ? await specFoldersIn(root, fixtures) : [];
  const sources = [
    ...own.map((name) => placeOf(`${out}/${name}-client`, `${specs}/${name}`, false)),
    ...others.map((name) => placeOf(`${fixtures}/${name}/client`, `${fixtures}/${name}`, true)),
  ];
  const merged = await Promise.all(
    sources.map(async (place) => ({ place, spec: await mergeSpec(shown(root, place)) })),
  );
  await refuseProblems(merged.map(({ spec }) => spec));
  const trees: Tree[] = [];
  for (const { place, spec } of merged) trees.push(await packageTree(root, place, spec));
  if (!isWhole) return trees;
  return [...trees, { folder: "apps/cli/src/generated", files: new Map([["apis.ts", emitApis(own)]]), leaves: [] }];
};

const placeOf = (folder: string, specFolder: string, isPrivate: boolean): PackagePlace => ({
  folder,
  root: relative(folder, "").replaceAll(sep, "/"),
  specFolder,
  isPrivate,
});

// Messages name files as they are found from where the command was typed.
const shown = (root: string, { specFolder }: PackagePlace): string =>
  relative(process.cwd(), join(root, specFolder)) || ".";

const refuseProblems = async (specs: readonly MergedSpec[]): Promise<void> => {
  const problems = (await Promise.all(specs.map(checkDeclarations))).flat();
  if (problems.length === 0) return;
  const count = problems.length === 1 ? "there is a problem" : `there are ${problems.length} problems`;
  throw new CommandError(
    `${problems.map(formatProblem).join("\n")}\nFailed to generate: ${count} in the specs. Mend what is named above and run pnpm generate again; nothing was written.`,
  );
};

const packageTree = async (root: string, place: PackagePlace, spec: MergedSpec): Promise<Tree> => {
  const { folder } = place;
  const files = await generatePackage({
    name: spec.name,
    document: spec.document,
    facts: factsOf(parseYaml(spec.files.overlay).value),
    place,
    version: await versionIn(join(root, folder)),
  });
  return { folder, files, leaves: ["CHANGELOG.md", "node_modules", "dist", ".turbo"], place: place.specFolder };
};

/** The version belongs to the changesets: the one that is there stays. */
const versionIn = async (folder: string): Promise<string> => {
  const path = join(folder, "package.json");
  if (!existsSync(path)) return "1.0.0";
  const version = memberOf(JSON.parse(await readFile(path, "utf8")), "version");
  return typeof version === "string" ? version : "1.0.0";
};

const specFoldersIn = async (root: string, folder: string): Promise<readonly string[]> => {
  const path = join(root, folder);
  if (!existsSync(path)) return [];
  const entries = await readdir(path, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && existsSync(join(path, entry.name, "openapi.yaml")))
    .map(({ name }) => name)
    .toSorted();
};

/** How a file on disk differs from what would be generated. */
export interface Difference {
  readonly path: string;
  readonly is: "stale" | "missing" | "extra";
}

/** Every file that is not as it would be generated, byte for byte. */
export const compareTrees = async (root: string, trees: readonly Tree[]): Promise<readonly Difference[]> =>
  (await Promise.all(trees.map((tree) => compareTree(root, tree)))).flat();

const compareTree = async (root: string, tree: Tree): Promise<readonly Difference[]> => {
  const folder = join(root, tree.folder);
  const found = existsSync(folder) ? await filesIn(folder, tree.leaves) : [];
  const wanted = [...tree.files].map(async ([path, text]): Promise<readonly Difference[]> => {
    const name = `${tree.folder}/${path}`;
    if (!found.includes(path)) return [{ path: name, is: "missing" }];
    return (await readFile(join(folder, path), "utf8")) === text ? [] : [{ path: name, is: "stale" }];
  });
  const extra = found
    .filter((path) => !tree.files.has(path))
    .map((path): Difference => ({ path: `${tree.folder}/${path}`, is: "extra" }));
  return [...(await Promise.all(wanted)).flat(), ...extra];
};

const filesIn = async (folder: string, leaves: readonly string[], prefix = ""): Promise<readonly string[]> => {
  const entries = await readdir(join(folder, prefix), { withFileTypes: true });
  const kept = entries.filter((entry) => !leaves.includes(prefix + entry.name));
  const paths = await Promise.all(
    kept.map((entry) =>
      entry.isDirectory() ? filesIn(folder, leaves, `${prefix}${entry.name}/`) : [prefix + entry.name],
    ),
  );
  return paths.flat().toSorted();
};

/**
 * Brings the disk into line: type-checks the packages, writes what is stale or missing, removes what nobody generates any
 * more, touches nothing else.
 *
 * @throws GenerateError when a package does not compile; then nothing was written
 */
export const writeTrees = async (
  root: string,
  trees: readonly Tree[],
  differences: readonly Difference[],
): Promise<void> => {
  if (differences.length === 0) return;
  await checkTypes(trees.flatMap(({ place, files }) => (place === undefined ? [] : [{ place, files }])));
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
