import { enableCompileCache } from "node:module";
import process from "node:process";
import { fileURLToPath } from "node:url";

import { terminalLines } from "./text/terminal-text.ts";
import { type CommandTable, runCommand } from "./run-command.ts";

// The compilers behind these commands take longer to load than to run; from the cache they load in half the time.
enableCompileCache(fileURLToPath(new URL("../node_modules/.cache/compile", import.meta.url)));

const commands: CommandTable = {
  import: () => import("./commands/import.ts"),
  check: () => import("./commands/check.ts"),
  generate: () => import("./commands/generate.ts"),
  new: () => import("./commands/new.ts"),
  docs: () => import("./commands/docs.ts"),
  changeset: () => import("./commands/changeset.ts"),
  pack: () => import("./commands/pack.ts"),
  diff: () => import("./commands/diff.ts"),
  lint: () => import("./commands/lint.ts"),
};

process.exitCode = await runCommand(commands, process.argv.slice(2), {
  // Whatever a command forgets to escape must not reach a terminal as it is.
  stdout: (text) => void process.stdout.write(terminalLines(text)),
  stderr: (text) => void process.stderr.write(terminalLines(text)),
  cwd: process.cwd(),
  fetch: globalThis.fetch,
  now: () => new Date(),
});
