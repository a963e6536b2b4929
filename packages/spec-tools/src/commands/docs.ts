import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { command, type CommandIo, exitCodes, type RunCommand } from "../command.ts";
import { type DocsPage, docsOfSpecs } from "../docs/docs-of-specs.ts";

/** `docs`: the page about each API; with `--check` only a look. */
export const run: RunCommand = command({
  usage: ["pnpm docs:build", "pnpm docs:check"],
  about: "Writes specs/<api>/README.md for every API, from its document and its overlay.",
  options: {
    check: { type: "boolean", about: "writes nothing: says which pages are out of date, and exits with 1 if any is" },
  },
  work: async ({ values }, io) => {
    const stale = (await docsOfSpecs(io.cwd)).filter(({ text, present }) => text !== present);
    if (values.check === true) return reportCheck(stale, io);
    for (const { path, text } of stale) {
      await writeFile(join(io.cwd, path), text);
      io.stdout(`wrote ${path}\n`);
    }
    if (stale.length === 0) io.stdout("Every page is up to date.\n");
    return exitCodes.done;
  },
});

const reportCheck = (stale: readonly DocsPage[], io: CommandIo): number => {
  if (stale.length === 0) return exitCodes.done;
  for (const { path, present } of stale)
    io.stderr(`${path}: ${present === undefined ? "is missing" : "is not what the specs give"}\n`);
  io.stderr(
    `Failed to check the documentation: ${stale.length} ${stale.length === 1 ? "page is" : "pages are"} out of date. Run pnpm docs:build and commit what it writes.\n`,
  );
  return exitCodes.failed;
};
