import { existsSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { parseArgs } from "node:util";

import { type CommandIo, exitCodes, type RunCommand } from "../command.ts";
import { compareTrees, type Difference, generatedTrees, writeTrees } from "../codegen/generated-trees.ts";

const usage = `Usage: pnpm generate [--specs <folder>] [--out <folder>]
       pnpm generate:check

Makes the client packages from specs, and the CLI's table of APIs. Packages that do not compile are not written. With
--check nothing is written: it says which files are not as they would be generated, and exits with 1 if there are any.
`;

/** `generate`: from specs to packages; with `--check` they are only compared. */
export const run: RunCommand = async (args, io) => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      check: { type: "boolean", default: false },
      specs: { type: "string" },
      out: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    io.stdout(usage);
    return exitCodes.done;
  }
  const root = workspaceRoot(io.cwd);
  const inRoot = (path: string): string => relative(root, resolve(io.cwd, path)).replaceAll(sep, "/");
  const { specs = join(root, "specs"), out = join(root, "packages") } = values;
  const trees = await generatedTrees(root, { specs: inRoot(specs), out: inRoot(out) });
  const differences = await compareTrees(root, trees);
  if (values.check) return reportCheck(differences, io);
  await writeTrees(root, trees, differences);
  io.stderr(`${summary(differences)}\n`);
  return exitCodes.done;
};

/** The nearest folder upwards that is a workspace's root; the folder itself where there is none. */
const workspaceRoot = (folder: string): string => {
  for (let current = folder; ; current = dirname(current)) {
    if (existsSync(join(current, "pnpm-workspace.yaml"))) return current;
    if (current === dirname(current)) return folder;
  }
};

const reportCheck = (differences: readonly Difference[], io: CommandIo): number => {
  if (differences.length === 0) return exitCodes.done;
  for (const { path, is } of differences) io.stderr(`${path}: ${words[is]}\n`);
  io.stderr(
    `Failed to check the generated files: ${differences.length} ${differences.length === 1 ? "is" : "are"} out of date. Run pnpm generate and commit what it writes.\n`,
  );
  return exitCodes.failed;
};

const words: Readonly<Record<Difference["is"], string>> = {
  stale: "is not what the specs give",
  missing: "is missing",
  extra: "is generated no more",
};

const summary = (differences: readonly Difference[]): string => {
  const count = (is: Difference["is"]): number => differences.filter((difference) => difference.is === is).length;
  if (differences.length === 0) return "Everything generated is up to date.";
  return `Wrote ${count("stale") + count("missing")}, removed ${count("extra")}.`;
};
