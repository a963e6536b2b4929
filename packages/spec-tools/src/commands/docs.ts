import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { type CommandIo, exitCodes } from "../command.ts";
import { type DocsPage, docsOfSpecs } from "../docs/docs-of-specs.ts";
import { reportingFailures } from "../report-failures.ts";

const usage = `pnpm docs:build
pnpm docs:check

Writes specs/<api>/README.md for every API, from its document and its overlay. With --check nothing is written: it says which pages
are not as they would be written, and exits with 1 if there are any.
`;

/** `docs`: the page about each API; with `--check` only a look. */
export const run = (args: readonly string[], io: CommandIo): Promise<number> =>
  reportingFailures(io, async () => {
    const { values } = parseArgs({
      args: [...args],
      options: { check: { type: "boolean" }, help: { type: "boolean", short: "h" } },
    });
    if (values.help === true) {
      io.stdout(usage);
      return exitCodes.done;
    }
    const stale = (await docsOfSpecs(io.cwd)).filter(({ text, present }) => text !== present);
    if (values.check === true) return reportCheck(stale, io);
    for (const { path, text } of stale) {
      await writeFile(join(io.cwd, path), text);
      io.stdout(`wrote ${path}\n`);
    }
    if (stale.length === 0) io.stdout("Every page is up to date.\n");
    return exitCodes.done;
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
