import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import process from "node:process";

import { CommandError } from "../command.ts";
import { checkDeclarations } from "../declaration/check-declarations.ts";
import { formatProblem } from "../declaration/problem.ts";
import { memberOf } from "../merge/json.ts";
import { type MergedSpec, mergeSpec } from "../merge/merge-spec.ts";
import { parseYaml } from "../merge/parse-yaml.ts";
import { emitApis } from "./emit-apis.ts";
import { factsOf } from "./facts.ts";
import { type Files, generatePackage } from "./generate-package.ts";
import { markedDocument } from "./marked-document.ts";
import { type PackagePlace, placeOf } from "./package-place.ts";

/** A folder all of whose files are generated, with the files it shall have. */
export interface Tree {
  /** From the root, with `/`. */
  readonly folder: string;
  readonly files: Files;
  /** Paths in the folder that are none of the generator's business. */
  readonly leaves: readonly string[];
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
  const facts = factsOf(parseYaml(spec.files.overlay).value);
  const files = generatePackage({
    name: spec.name,
    document: spec.document,
    marked: await markedDocument(spec),
    facts,
    place,
    version: await versionIn(join(root, folder)),
  });
  return { folder, files, leaves: ["CHANGELOG.md", "node_modules", "dist", ".turbo"] };
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
