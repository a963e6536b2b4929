import { existsSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";

import { compareTrees, type Difference, generatedTrees, writeTrees } from "../codegen/generated-trees.ts";
import { command, type CommandIo, exitCodes, type RunCommand } from "../command.ts";
import { specFoldersIn } from "../openapi/spec-folder.ts";
import { tellOfSpec } from "../progress.ts";
import { missingRegistrations } from "../scaffold/registration.ts";

/** `generate`: from specs to packages; with `--check` they are only compared. */
export const run: RunCommand = command({
  usage: ["pnpm generate [--specs <folder>] [--out <folder>]", "pnpm generate:check"],
  about: `Makes the client packages from specs, and the CLI's table of APIs. Packages that do not compile are not written. Exits with 1 where a
package is not listed by those that import every client.`,
  options: {
    check: {
      type: "boolean",
      about: "write nothing; say which files are not as they would be generated, and exit with 1 if there are any",
    },
    specs: {
      type: "string",
      value: "<folder>",
      about: "the folder that holds one folder for each API; specs by default",
    },
    out: { type: "string", value: "<folder>", about: "the folder that the packages go into; packages by default" },
  },
  work: async ({ values }, io) => {
    const root = workspaceRoot(io.cwd);
    const inRoot = (path: string): string => relative(root, resolve(io.cwd, path)).replaceAll(sep, "/");
    const { specs = join(root, "specs"), out = join(root, "packages") } = values;
    for (const folder of await specFoldersIn(resolve(io.cwd, specs)).catch(() => []))
      (await tellOfSpec(folder, io))("merging, generating, compiling");
    const trees = await generatedTrees(root, { specs: inRoot(specs), out: inRoot(out) });
    const differences = await compareTrees(root, trees);
    const isRegistered = inRoot(out) !== "packages" || (await reportRegistrations(resolve(io.cwd, specs), root, io));
    if (values.check === true)
      return Math.max(reportCheck(differences, io), isRegistered ? exitCodes.done : exitCodes.failed);
    await writeTrees(root, trees, differences);
    io.stderr(`${summary(differences)}\n`);
    return isRegistered ? exitCodes.done : exitCodes.failed;
  },
});

/** Whether every package is listed by those that import every client; says where one is not. */
const reportRegistrations = async (specs: string, root: string, io: CommandIo): Promise<boolean> => {
  const apis = (await specFoldersIn(specs)).map((folder) => relative(specs, folder));
  const lines = await missingRegistrations(apis, root);
  for (const line of lines) io.stderr(`${line}\n`);
  return lines.length === 0;
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
