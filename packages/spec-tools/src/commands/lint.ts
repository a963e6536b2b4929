import { relative, resolve, sep } from "node:path";

import { command, CommandError, type CommandIo, exitCodes, type RunCommand } from "../command.ts";
import { formatProblem } from "../lint/problem.ts";
import { lintSpec } from "../lint/lint-spec.ts";
import { mergeSpec, specFoldersIn } from "../openapi/spec-folder.ts";
import { tellOfSpec } from "../progress.ts";
import { terminalText } from "../text/terminal-text.ts";

/** `lint`: says what is wrong with specs, and exits with 1 if anything is. */
export const run: RunCommand = command({
  usage: ["pnpm specs:lint [<folder>…]"],
  about: `Merges each spec in memory and says what is wrong with it, a line for each problem: the overlay and its declarations, the responses,
the document as OpenAPI. Warnings come last, and fail nothing: they are for you to look at. A folder is a spec's, or one that holds specs;
without any it is specs.`,
  options: {},
  takesArguments: true,
  work: async ({ positionals }, io) => {
    const given = positionals.length === 0 ? ["specs"] : positionals;
    const folders = await Promise.all(given.map((path) => specFoldersIn(resolve(io.cwd, path))));
    const lines = await Promise.all(folders.flat().map((folder) => linesOf(folder, io)));
    for (const { text } of lines.flat()) io.stdout(`${text}\n`);
    const count = lines.flat().filter(({ isError }) => isError).length;
    if (count === 0) return exitCodes.done;
    io.stderr(`Failed to lint: ${count} ${count === 1 ? "problem" : "problems"}. Each line above says what to do.\n`);
    return exitCodes.failed;
  },
});

interface Line {
  readonly text: string;
  readonly isError: boolean;
}

const linesOf = async (folder: string, io: CommandIo): Promise<readonly Line[]> => {
  const { cwd } = io;
  try {
    (await tellOfSpec(folder, io))("reading, merging, checking");
    const problems = await lintSpec(await mergeSpec(folder));
    return problems.map((problem) => ({
      text: terminalText(formatProblem({ ...problem, file: relative(cwd, problem.file) })),
      isError: problem.severity !== "warning",
    }));
  } catch (error) {
    if (error instanceof CommandError) return [{ text: error.message.replaceAll(cwd + sep, ""), isError: true }];
    throw error;
  }
};
